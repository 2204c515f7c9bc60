"""Sites as a kind of import: those with coordinates become sites, the others wait to be located."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from crm.changes.bulk import create_from_values, save_rows
from crm.changes.current import current_change_set
from crm.changes.lookups import among_texts
from crm.errors import DomainError
from crm.imports.kinds import ExistingRecord, ImportKind, StagedRow
from crm.imports.undone import without_undone
from crm.text import fold
from customers.actions.values import ADDRESS_FIELDS
from customers.import_rules import NONE
from customers.models import Customer
from customers.naming import named
from sites.actions.values import LOCATED_BY
from sites.imports.fields import FIELDS
from sites.imports.rules import PIN, Owners, complete_location, numbers_by_id, owners_of
from sites.imports.waiting import Queue
from sites.models import Accuracy, LocationSource, Site, SiteType
from staff.models import User

COPIED = ("name", "reference", "site_type", "address_note", *ADDRESS_FIELDS)
WORDS: dict[str, dict[str, Any]] = {"site_type": dict(SiteType.choices), "accuracy": dict(Accuracy.choices)}
BETWEEN = "\x1f"  # the customer and the key, within what a line is recognised by


class SiteImport(ImportKind):
    """Sites of one customer, named once for all lines, or of many, named in a column.

    A site is recognised among those of its customer. What a line has no coordinates for waits in the queue;
    coordinates that arrive later take it out again.
    """

    slug = "sites"
    label = gettext_lazy("Sites")
    permission = "sites.import_site"
    keys = ("reference", "name")
    given = ("customer",)
    title_field = "name"
    own_fields = FIELDS

    def check(self, rows: Sequence[StagedRow]) -> None:
        """Find the customer, and bring coordinates and codes to degrees."""
        owners = Owners(rows)
        for row in rows:
            owners.check(row)
            complete_location(row)

    def key_of(self, row: StagedRow, key: str) -> str:
        """The customer and the key: two customers may both have a store 12."""
        text = super().key_of(row, key)
        return f"{row.values.get('customer', '')}{BETWEEN}{text}" if text else ""

    def key_text(self, key: str, value: Any) -> str:
        """References as they are written, names as people write them."""
        return fold(str(value)).strip() if key == "name" else str(value)

    def find(self, key: str, texts: Collection[str]) -> dict[str, list[ExistingRecord]]:
        """The sites of the named customers; archived ones only where no live one has the key."""
        pairs = [text.split(BETWEEN, 1) for text in texts]
        column = "sort_name" if key == "name" else "reference"
        numbers = numbers_by_id(pair[0] for pair in pairs)
        found = Site.objects.filter(among_texts({pair[1] for pair in pairs}, column), customer__in=numbers)
        rows = without_undone(found.select_related("region").defer("search", "position").order_by("pk"))
        records: dict[str, list[ExistingRecord]] = {}
        for site in sorted(rows, key=lambda each: each.is_archived):
            number = numbers[site.customer_id]
            record = ExistingRecord(site.pk, site.version, str(site), _values(site, number), site.is_archived)
            known = records.setdefault(f"{number}{BETWEEN}{getattr(site, column)}", [])
            if not (known and site.is_archived):
                known.append(record)
        return records

    def merge(self, row: StagedRow, record: ExistingRecord) -> None:
        """A pin that somebody confirmed stays where it is, and coordinates that did not change bring no accuracy."""
        if "latitude" not in row.values:
            row.values.pop("accuracy", None)
            return
        moved = any(row.values[name] != record.values[name] for name in PIN)
        if moved and record.values["confirmed"]:
            row.warn(_("Somebody confirmed where the pin of %(site)s stands: it stays.") % {"site": record.label})
        if not moved or record.values["confirmed"]:
            for name in (*PIN, "accuracy"):
                row.values.pop(name, None)

    def check_new(self, rows: Sequence[StagedRow]) -> None:
        """A new site needs a name and a country; without coordinates it waits."""
        good = [row for row in rows if not row.errors]
        owners = Owners(good)
        for row in good:
            _complete(row, owners.called[row.values["customer"]][0])
        Queue(good).check(good)

    def create(self, rows: Sequence[StagedRow], *, by: User) -> list[int]:
        """New sites, to be confirmed; places of the same name that waited leave the queue."""
        owners, regions = owners_of(rows), Owners([]).regions
        ids = create_from_values(Site, [_columns(row.values, _owner(owners, row), regions) for row in rows])
        Queue(rows, lock=True).leave(rows, ids)
        return ids

    def set_aside(self, rows: Sequence[StagedRow], *, by: User) -> list[int]:
        """Places that wait to be located."""
        owners = owners_of(rows)
        customers = [_owner(owners, row) for row in rows]
        return Queue(rows, lock=True).join(rows, customers, current_change_set().row.reason)

    def update(self, rows: Sequence[StagedRow], *, by: User) -> None:
        """Write what the lines say on the sites they were recognised as."""
        regions = Owners([]).regions
        ids = [row.object_id for row in rows if row.object_id]
        held = Site.objects.select_for_update(of=("self",)).defer("search", "position").order_by("pk").in_bulk(ids)
        changed = []
        for row in rows:
            site = held[row.object_id or 0]
            if site.version != row.object_version or site.is_archived:
                row.refuse(_("%(site)s was changed after the preview; check the file again.") % {"site": site})
                continue
            _write(site, row.values, regions)
            changed.append(site)
        save_rows(changed, (*COPIED, *PIN, "region", *LOCATION_FACTS))

    def written(self, user: Any) -> Sequence[str]:
        """Everything but the other ways to say where a place is."""
        return [field.name for field in FIELDS if field.name not in ("coordinates", "plus_code")]

    def lines_of(self, records: QuerySet[Any], user: Any) -> Iterator[dict[str, Any]]:
        """A line a site, its customer by number and name."""
        related = records.select_related("region", "customer").defer("search", "position")
        for site in related.iterator(chunk_size=2000):
            yield _values(site, named(site.customer)) | {"region": site.region.name if site.region else NONE}

    def url_of(self, pk: int) -> str:
        """The site's page."""
        return reverse("sites:detail", args=[pk])

    def url_of_waiting(self, pk: int) -> str:
        """The place in the queue."""
        return reverse("sites:queue:detail", args=[pk])

    def words(self, name: str, value: Any) -> str:
        """Codes in words."""
        if name == "country":
            return str(countries.name(value)) if value else ""
        return str(WORDS[name].get(value, "")) if name in WORDS else super().words(name, value)


LOCATION_FACTS = (
    "location_source", "accuracy", "located_at", "provider", "provider_place_id", "confirmed_at", "confirmed_by",
)  # fmt: skip


def _complete(row: StagedRow, customer: Customer) -> None:
    values = row.values
    if name := values.get("name") or values.get("reference") or values.get("line1"):
        values["name"] = name
    else:
        row.refuse(_("A site needs a name."), _("Name"))
    values.setdefault("country", str(customer.country or settings.DEFAULT_COUNTRY))


def _owner(owners: dict[str, Customer], row: StagedRow) -> Customer:
    try:
        return owners[row.values["customer"]]
    except KeyError as missing:
        message = _("%(name)s is archived. Restore it before it gets a site.")
        raise DomainError(message % {"name": missing.args[0]}) from missing


def _values(site: Site, number: str) -> dict[str, Any]:
    """A site as a line of a file would say it, and whether its pin is confirmed."""
    return {
        **{name: str(getattr(site, name)) for name in (*COPIED, *PIN, "accuracy")},
        "customer": number,
        "region": site.region.name if site.region else "",
        "confirmed": site.confirmed_at is not None,
    }


def _columns(values: dict[str, Any], customer: Customer, regions: dict[str, Any]) -> dict[str, Any]:
    """A new site as its columns store it. An object for each would take longer than all the rest."""
    region = values.get("region")
    return {
        **{name: values[name] for name in (*COPIED, *PIN, "accuracy") if name in values},
        "customer_id": customer.pk,
        "region_id": regions[region.casefold()].pk if region else None if region == "" else customer.region_id,
        "location_source": LocationSource.IMPORT.value,
        "located_at": current_change_set().now(),
    }


def _write(site: Site, values: dict[str, Any], regions: dict[str, Any]) -> None:
    """Set what the line says; new coordinates and a new address make the pin one to confirm."""
    if any(name in values and values[name] != str(getattr(site, name)) for name in LOCATED_BY):
        site.confirmed_at = site.confirmed_by = None
    for name in COPIED:
        if name in values:
            setattr(site, name, values[name])
    if "region" in values:
        site.region = regions[values["region"].casefold()] if values["region"] else None
    if "latitude" in values:
        site.latitude, site.longitude = (Decimal(values[name]) for name in PIN)
        site.location_source, site.accuracy = LocationSource.IMPORT, values["accuracy"]
        site.provider = site.provider_place_id = ""
        site.located_at = current_change_set().now()
        site.confirmed_at = site.confirmed_by = None

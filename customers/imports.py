"""Customers as a kind of import."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from crm.changes.bulk import create_from_values, create_rows, save_rows
from crm.changes.lookups import among_texts
from crm.imports.attributes import attribute_fields, flat, nested, refuse_missing
from crm.imports.kinds import ExistingRecord, ImportField, ImportKind, StagedRow
from crm.imports.undone import without_undone
from crm.numbers.actions import keep_numbers, take_numbers
from customers.actions.create import NUMBER_PREFIX, NUMBER_SERIES
from customers.companions import is_followed, keep_in_step
from customers.import_fields import FIELDS
from customers.import_rules import (
    HAS_DEFAULT,
    NONE,
    Relations,
    complete_email,
    complete_name,
    complete_phone,
    with_kept_lines,
)
from customers.models import Customer, CustomerTag, Kind, Role, Stage
from staff.models import User

WORDS: dict[str, dict[str, Any]] = {
    "kind": dict(Kind.choices),
    "stage": dict(Stage.choices),
    "roles": dict(Role.choices),
}
COPIED = (
    "kind", "name", "internal_name", "external_number", "internal_reference", "stage", "roles", "email", "website",
    "line1", "line2", "city", "state", "postal_code", "language", "currency", "vat_number", "registration_number",
    "internal_note", "customer_note",
)  # fmt: skip
PLAIN = frozenset((*COPIED, "phone", "country"))  # stored as they stand in a line: E.164 and ISO codes since the check
TOLD = {"kind", "name", "language", "email"}  # with the phone, what apps that follow new customers read of them
WRITTEN = (*COPIED, "phone", "country", "status", "account_manager", "region", "attributes")


class CustomerImport(ImportKind):
    """Customers with their main address, tags and custom attributes.

    JSON values are what people write: the name of a status, the e-mail address of the account manager.
    """

    slug = "customers"
    label = gettext_lazy("Customers")
    permission = "customers.import_customer"
    keys = ("external_number", "number", "vat_number", "email")
    title_field = "name"
    own_fields = FIELDS

    def fields(self) -> Sequence[ImportField]:
        """The columns of every installation, and its own attributes."""
        return [*self.own_fields, *attribute_fields(Customer)]

    def check(self, rows: Sequence[StagedRow]) -> None:
        """Put names together, bring phone numbers to E.164, and find what is meant by its name."""
        relations = Relations()
        for row in rows:
            complete_name(row)
            complete_phone(row)
            complete_email(row)
            relations.check(row)

    def check_new(self, rows: Sequence[StagedRow]) -> None:
        """A new customer needs a name, and what administrators made compulsory."""
        for row in rows:
            if not row.values.get("name"):
                row.refuse(_("A customer needs a name."), _("Name"))
        refuse_missing(Customer, rows)

    def refuse_unknown(self, rows: Sequence[StagedRow], key: str) -> None:
        """Where no customer is yet, their numbers come along: an installation that moves keeps them."""
        if Customer._base_manager.exists():
            super().refuse_unknown(rows, key)
            return
        for row in rows:
            row.values["number"] = row.key
            if row.key.split() != [row.key.upper()]:
                row.refuse(_("A number of ours has neither blanks nor small letters."), _("Our number"))

    def find(self, key: str, texts: Collection[str]) -> dict[str, list[ExistingRecord]]:
        """Customers by a key field; e-mail addresses whatever their case."""
        found = Customer.objects.filter(among_texts(texts, key))
        if key == "email":
            found = Customer.objects.alias(key=Lower("email")).filter(among_texts(texts, "key"))
        records: dict[str, list[ExistingRecord]] = {}
        related = found.select_related("status", "account_manager", "region").prefetch_related("tags")
        for customer in without_undone(related.defer("search", "sort_name").order_by("pk")):
            record = ExistingRecord(
                customer.pk, customer.version, f"{customer.number} {customer}", _values(customer), customer.is_archived
            )
            records.setdefault(self.key_text(key, getattr(customer, key)), []).append(record)
        return records

    def merge(self, row: StagedRow, record: ExistingRecord) -> None:
        """Tags are added to those there; an unreadable phone number goes below the note that is there."""
        if "tags" in row.values:
            row.values["tags"] = sorted({*record.values["tags"], *row.values["tags"]})
        with_kept_lines(row, record.values["internal_note"])

    def create(self, rows: Sequence[StagedRow], *, by: User) -> list[int]:
        """New customers, their numbers taken from our series in one go."""
        relations = Relations()
        columns = []
        for row, number in zip(rows, _numbers_for(rows), strict=True):
            with_kept_lines(row, "")
            defaults = relations.defaults(by, row.values.get("country", ""))
            columns.append({"number": number, "kind": Kind.COMPANY.value} | defaults | _columns(row.values, relations))
        ids = create_from_values(Customer, columns)
        _add_tags(ids, rows, relations)
        keep_in_step(_as_told(ids, columns), by=by)
        return ids

    def update(self, rows: Sequence[StagedRow], *, by: User) -> None:
        """Write what the lines say on the customers they were recognised as."""
        relations = Relations()
        ids = [row.object_id for row in rows if row.object_id]
        held = Customer.objects.select_for_update(of=("self",)).order_by("pk").in_bulk(ids)
        fresh = []
        for row in rows:
            customer = held[row.object_id or 0]
            if customer.version != row.object_version or customer.is_archived:
                row.refuse(
                    _("%(customer)s was changed after the preview; check the file again.") % {"customer": customer}
                )
                continue
            vars(customer).update(_columns(row.values, relations, customer.attributes))  # a phone's setter would parse
            fresh.append(row)
        changed = [held[row.object_id or 0] for row in fresh]
        save_rows(changed, {name for row in fresh for name in row.values if name in WRITTEN} | _if_any(fresh))
        _add_tags([customer.pk for customer in changed], fresh, relations)
        keep_in_step(changed, by=by)

    def written(self, user: Any) -> Sequence[str]:
        """Everything but the names that are put together from parts."""
        apart = {"company", "first_name", "last_name"}
        return [field.name for field in self.fields() if field.name not in apart]

    def lines_of(self, records: QuerySet[Any], user: Any) -> Iterator[dict[str, Any]]:
        """A line a customer; who has no account manager or no region says so, else a new one would get one."""
        related = records.select_related("status", "account_manager", "region").prefetch_related("tags")
        for customer in related.defer("search", "sort_name").iterator(chunk_size=2000):
            values = _values(customer)
            yield values | {"number": customer.number} | {name: values[name] or NONE for name in HAS_DEFAULT}

    def url_of(self, pk: int) -> str:
        """The customer's page."""
        return reverse("customers:detail", args=[pk])

    def key_text(self, key: str, value: Any) -> str:
        """Numbers are compared as they are written."""
        return str(value).casefold() if key == "email" else str(value)

    def words(self, name: str, value: Any) -> str:
        """Codes in words."""
        if name == "country":
            return str(countries.name(value)) if value else ""
        if name == "roles":
            return ", ".join(str(WORDS[name].get(role, role)) for role in value or [])
        return str(WORDS[name].get(value, "")) if name in WORDS else super().words(name, value)


def _numbers_for(rows: Sequence[StagedRow]) -> list[str]:
    """The numbers that lines bring along, and for the others the next of our series."""
    kept = [row.values["number"] for row in rows if "number" in row.values]
    if kept:
        keep_numbers(NUMBER_SERIES, kept, prefix=NUMBER_PREFIX)
    new = iter(take_numbers(NUMBER_SERIES, len(rows) - len(kept), prefix=NUMBER_PREFIX))
    return [row.values.get("number") or next(new) for row in rows]


def _values(customer: Customer) -> dict[str, Any]:
    """A customer as a line of a file would say it."""
    return {
        **{name: getattr(customer, name) for name in COPIED},
        "roles": sorted(customer.roles),
        "phone": str(customer.phone or ""),
        "country": str(customer.country or ""),
        "status": customer.status.name,
        "account_manager": customer.account_manager.email if customer.account_manager else "",
        "region": customer.region.name if customer.region else "",
        "tags": sorted(tag.name for tag in customer.tags.all()),
        **flat(customer.attributes),
    }


def _columns(values: dict[str, Any], relations: Relations, present: dict[str, Any] | None = None) -> dict[str, Any]:
    """What a line writes, by column; its attributes join those present."""
    columns = {name: value for name, value in values.items() if name in PLAIN} | relations.ids(values)
    if attributes := nested(values):
        columns["attributes"] = {**(present or {}), **attributes}
    return columns


def _as_told(ids: Sequence[int], rows: Sequence[dict[str, Any]]) -> list[Customer]:
    """Customers just written, where apps follow their kind; any other column is read when it is asked for."""
    names = [field.attname for field in Customer._meta.concrete_fields if field.attname in TOLD]
    customers = []
    for pk, row in zip(ids, rows, strict=True):
        if not is_followed(row["kind"]):
            continue
        customer = Customer.from_db(connection.alias, ["id", *names], [pk, *(row.get(name, "") for name in names)])
        vars(customer)["phone"] = row.get("phone", "")  # its setter would parse it, and its getter again
        customers.append(customer)
    return customers


def _if_any(rows: Sequence[StagedRow]) -> set[str]:
    return {"attributes"} if any(nested(row.values) for row in rows) else set()


def _add_tags(customer_ids: Sequence[int], rows: Sequence[StagedRow], relations: Relations) -> None:
    wanted = {
        (pk, relations.tags[name.casefold()].pk)
        for pk, row in zip(customer_ids, rows, strict=True)
        for name in row.values.get("tags", ())
    }
    if not wanted:
        return
    there = CustomerTag.objects.filter(customer__in={pk for pk, _tag in wanted}).values_list("customer_id", "tag_id")
    create_rows([CustomerTag(customer_id=pk, tag_id=tag) for pk, tag in sorted(wanted - set(there))])

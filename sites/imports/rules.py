"""Rules over several cells of a line: whose site it is, and where it stands."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.errors import DomainError
from crm.imports.kinds import StagedRow
from customers.import_rules import NONE
from customers.models import Customer, RegulatoryRegion
from customers.naming import customers_called, the_only_one
from sites.geocoders.codes import full_code
from sites.geocoders.gazetteer import gazetteer
from sites.models import Accuracy
from sites.pluscodes import NotACode, decode, in_range
from sites.typed import six_decimals

CUSTOMER, REGION = gettext_lazy("Customer"), gettext_lazy("Regulatory region")
LATITUDE, CODE = gettext_lazy("Latitude"), gettext_lazy("Plus Code")
PIN = ("latitude", "longitude")


class Owners:
    """The customers that a batch of lines names, and the regions, each asked for once."""

    def __init__(self, rows: Sequence[StagedRow]) -> None:
        self.called = customers_called({row.values["customer"] for row in rows if row.values.get("customer")})

    @cached_property
    def regions(self) -> dict[str, RegulatoryRegion]:
        """Regions in use, by name."""
        return {each.name.casefold(): each for each in RegulatoryRegion.objects.filter(retired=False)}

    def check(self, row: StagedRow) -> None:
        """Put the customer's own number in the place of what was written; refuse what is not clear."""
        if name := row.values.get("region"):
            if name == NONE:
                row.values["region"] = ""
            elif found := self.regions.get(name.casefold()):
                row.values["region"] = found.name
            else:
                row.refuse(_("“%(name)s” is not known here.") % {"name": name}, REGION)
        if not (written := row.values.get("customer")):
            row.refuse(_("Whose site is it? Name the customer in a column, or once for all lines."), CUSTOMER)
            return
        try:
            row.values["customer"] = the_only_one(self.called.get(written, []), written).number
        except DomainError as refusal:
            row.refuse(str(refusal), CUSTOMER)


def complete_location(row: StagedRow) -> None:
    """Bring what the line says of its place to six decimals; refuse what is no place, warn of what looks wrong.

    A line that says nothing keeps no coordinates. 0, 0 is what programs write for "unknown", and counts as that.
    """
    values = row.values
    if pair := values.pop("coordinates", None):
        values.setdefault("latitude", pair[0])
        values.setdefault("longitude", pair[1])
    _from_code(row)
    given = [values.pop(name, None) for name in PIN]
    if given == [None, None]:
        return
    exact = [six_decimals(text) if text else None for text in given]
    if None in exact:
        if not row.errors:  # the other one may be what could not be read
            row.refuse(_("One coordinate is given without the other."), LATITUDE)
        return
    point = (Decimal(str(exact[0])), Decimal(str(exact[1])))
    if not in_range(*point):
        row.refuse(_("Latitude goes from −90 to 90, longitude from −180 to 180."), LATITUDE)
    elif not any(point):
        row.warn(_("0, 0 is in the sea off Africa: it is taken as unknown."), LATITUDE)
    else:
        values |= dict(zip(PIN, exact, strict=True))
        values.setdefault("accuracy", accuracy_of(given))
        _warn_of_country(row, point)


def accuracy_of(written: Sequence[str]) -> str:
    """What the number of decimals allows: two are a kilometre, three a hundred metres."""
    decimals = max(len(text.partition(".")[2]) for text in written)
    if decimals <= 2:
        return Accuracy.APPROXIMATE.value
    return Accuracy.CENTRE.value if decimals == 3 else Accuracy.UNKNOWN.value


def _from_code(row: StagedRow) -> None:
    """The place of a Plus Code, full or short with the line's city; coordinates go before it."""
    values = row.values
    if not (written := values.pop("plus_code", "")) or any(name in values for name in PIN):
        return
    code = full_code(f"{written} {values.get('city', '')}", country=values.get("country", "")) or full_code(written)
    try:
        latitude, longitude = decode(code or "")
    except NotACode:
        row.refuse(_("“%(code)s” is no Plus Code, or a short one without its town.") % {"code": written}, CODE)
        return
    values |= {"latitude": str(latitude), "longitude": str(longitude)}
    values.setdefault("accuracy", Accuracy.ROOFTOP.value)


def _warn_of_country(row: StagedRow, point: tuple[Decimal, Decimal]) -> None:
    country = row.values.get("country", "")
    if country and gazetteer().is_outside(country, *map(float, point)):
        row.warn(
            _("The coordinates are far outside the country: are they swapped, or has one lost its sign?"), LATITUDE
        )


def numbers_by_id(numbers: Iterable[str]) -> dict[int, str]:
    """The ids of the customers of lines, with their numbers."""
    return dict(Customer.objects.filter(number__in=set(numbers)).values_list("pk", "number"))


def owners_of(rows: Sequence[StagedRow]) -> dict[str, Customer]:
    """The customers of checked lines by their number, locked; those archived since the check are missing."""
    numbers = {row.values["customer"] for row in rows}
    held = Customer.objects.select_for_update(of=("self",)).filter(number__in=numbers, archived_at__isnull=True)
    return {each.number: each for each in held.order_by("pk")}

"""One way from Google's address components to the fields of a site, whichever of its services answered.

Components are found by their type, never by their position; which types there are and what they mean:
https://developers.google.com/maps/documentation/geocoding/requests-geocoding#Types
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django_countries.data import COUNTRIES

from sites.geocoders.base import Place

PROVIDER = "google"
MILLIONTH = Decimal("0.000001")
LENGTHS = {"name": 200, "line1": 200, "line2": 200, "city": 120, "state": 120, "postal_code": 20}  # of our columns

NUMBER_FIRST = frozenset(
    (
        *("AU", "BL", "CA", "FR", "GB", "GF", "GG", "GP", "HK", "IE", "IM", "IN", "JE", "KE", "LU", "MA", "MC", "MF"),
        *("MQ", "MY", "NC", "NG", "NZ", "PF", "PH", "PM", "PR", "RE", "SG", "TH", "TN", "US", "WF", "YT", "ZA"),
    )
)
NUMBER_AFTER_COMMA = frozenset(("BR", "ES", "IT"))
SHORT_STATES = frozenset(("AU", "BR", "CA", "US"))
PROVINCES = frozenset(("ES", "IT"))  # the second level is what people write

CITIES = (
    *("locality", "postal_town", "sublocality_level_1", "sublocality", "administrative_area_level_3"),
    *("neighborhood", "administrative_area_level_2", "administrative_area_level_1"),
)
# In Brazil a sublocality is a quarter; the second level is the municipality
BRAZILIAN_CITIES = ("locality", "administrative_area_level_2", *CITIES[1:])

ACCURACIES = {
    "ROOFTOP": "rooftop",
    "RANGE_INTERPOLATED": "interpolated",
    "GEOMETRIC_CENTER": "centre",
    "APPROXIMATE": "approximate",
}
BUSINESSES = frozenset(("establishment", "point_of_interest"))
BUILDINGS = BUSINESSES | {"street_address", "premise", "subpremise", "plus_code"}
STREETS = frozenset(("route", "intersection"))


class Component(NamedTuple):
    """A part of an address in its long and its short form, with all its types."""

    long: str
    short: str
    types: frozenset[str]


class Components:
    """The parts of one address, asked for by type."""

    def __init__(self, components: Iterable[Component]) -> None:
        self._all = list(components)

    def long(self, wanted: str) -> str:
        """The long form of the first component of this type, or ""."""
        return next((each.long for each in self._all if wanted in each.types), "")

    def short(self, wanted: str) -> str:
        """The short form of the first component of this type, or ""."""
        return next((each.short for each in self._all if wanted in each.types), "")

    def first(self, *wanted: str) -> str:
        """The long form of the first of these types that there is, or ""."""
        return next((found for each in wanted if (found := self.long(each))), "")

    @property
    def country(self) -> str:
        """The ISO code; "" for a territory that has none, such as XK."""
        code = self.short("country").upper()
        return code if code in COUNTRIES else ""

    @property
    def postal_code(self) -> str:
        """The whole code: a prefix such as CF37 is none."""
        whole = (each for each in self._all if "postal_code" in each.types and "postal_code_prefix" not in each.types)
        return next((each.long for each in whole), "")


def place_from(
    components: Components,
    *,
    latitude: Any,
    longitude: Any,
    types: Iterable[str],
    place_id: str,
    name: str = "",
    location_type: str = "",
    partial: bool = False,
) -> Place:
    """The place of one answer; a name counts only for a business, elsewhere it repeats the street."""
    kinds = frozenset(types)
    country = components.country
    city = components.first(*(BRAZILIAN_CITIES if country == "BR" else CITIES))
    line1, line2 = lines(components, country, city)
    state = _state(components, country)
    texts = {
        "name": name if not BUSINESSES.isdisjoint(kinds) and name != line1 else "",
        "line1": line1,
        "line2": line2,
        "city": city,
        "state": "" if state == city else state,
        "postal_code": components.postal_code,
    }
    return Place(
        latitude=_six(latitude),
        longitude=_six(longitude),
        accuracy=ACCURACIES.get(location_type) or accuracy_of(kinds),
        provider=PROVIDER,
        place_id=place_id,
        country=country,
        partial=partial,
        **{field: text[: LENGTHS[field]].strip() for field, text in texts.items()},
    )


def lines(components: Components, country: str, city: str) -> tuple[str, str]:
    """Both lines of the street address, in the country's order of street and number."""
    number, route = components.long("street_number"), components.long("route")
    premise, unit = components.long("premise"), components.long("subpremise")
    if country == "JP" and not route:
        return _japanese(components, premise), unit
    if not route:
        line = " ".join(part for part in (number, premise) if part)
        quarter = components.long("neighborhood")
        return line or (quarter if quarter != city else "") or components.short("plus_code"), unit
    street = _street(number, route, country)
    if premise and not number:
        return f"{premise}, {street}", unit  # a house that has a name instead of a number
    return street, ", ".join(part for part in (unit, premise if premise != number else "") if part)


def accuracy_of(types: frozenset[str]) -> str:
    """How exact a place is that came without its own word for it (Places has none)."""
    if not BUILDINGS.isdisjoint(types):
        return "rooftop"
    return "approximate" if STREETS.isdisjoint(types) else "centre"


def _street(number: str, route: str, country: str) -> str:
    if not number:
        return route
    if country in NUMBER_FIRST:
        return f"{number} {route}"
    return f"{route}, {number}" if country in NUMBER_AFTER_COMMA else f"{route} {number}"


def _japanese(components: Components, premise: str) -> str:
    """Blocks instead of streets: `1-chōme-9-1 Marunouchi`, or `丸の内1丁目-9-1` in its own script."""
    areas = [components.long(f"sublocality_level_{level}") for level in (2, 3, 4)]
    area, *blocks = [part for part in areas if part] or [""]
    numbers = "-".join(part for part in (*blocks, premise) if part)
    if not area:
        return numbers
    latin = area[0] < "\u0250"  # where the Latin letters of Unicode end
    return f"{numbers} {area}".strip() if latin else f"{area}{numbers}"


def _state(components: Components, country: str) -> str:
    if country in PROVINCES:
        return components.short("administrative_area_level_2") or components.long("administrative_area_level_1")
    level = "administrative_area_level_1"
    return components.short(level) if country in SHORT_STATES else components.long(level)


def _six(value: Any) -> Decimal:
    return Decimal(str(float(value))).quantize(MILLIONTH)

"""Looking places up for a form: what the geocoder answers as field values, its troubles as sentences.

One mapping serves every way: a suggestion chosen with or without script, and the address under a moved pin.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from types import SimpleNamespace
from uuid import UUID, uuid4

from django.utils.translation import gettext as _
from django_countries.data import COUNTRIES
from django_countries.fields import Country

from crm.addresses import address_lines, customs_of
from crm.errors import Misconfigured, Rejected, TryLater
from sites.geocoders import Place, Point, Suggestion, geocoder
from sites.geocoders.base import ADDRESS_PARTS
from sites.geocoders.gazetteer import gazetteer
from sites.geocoders.memory import memory
from sites.models import LocationSource, Site
from sites.pluscodes import encode, in_range

logger = logging.getLogger(__name__)

LONGEST = 200  # characters of a question
SHORTEST = 3
REMEMBERED = 3600  # seconds that the address of a point is not asked for again


@dataclass(slots=True)
class Found:
    """What a question brought: `suggestions` to choose from, `values` for the fields, or neither; a `message` why."""

    suggestions: list[Suggestion] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    message: str = ""


def suggest(text: str, *, session: str, country: str = "", near: Point | None = None) -> Found:
    """Places for what was typed, at most five. `session` is the UUID of the search box."""
    found = Found()
    text = text.strip()[:LONGEST]
    if len(text) < SHORTEST:
        return found
    with _in_words(found):
        found.suggestions = geocoder().suggest(text, session=session, country=country, near=near)
        if not found.suggestions:
            found.message = _("Nothing found. Try fewer words, or put the pin on the map.")
    return found


def choose(place_id: str, *, session: str) -> Found:
    """The field values of a suggestion; that ends the session."""
    found = Found()
    with _in_words(found):
        found.values = form_values(geocoder().resolve(place_id[:1000], session=session))
    return found


def address_at(latitude: Decimal, longitude: Decimal) -> Found:
    """The address of a point as field values, without its coordinates: the pin stays where the person put it."""
    found = Found()
    key = "address-at:" + sha256(f"{latitude:.6f},{longitude:.6f}".encode()).hexdigest()
    known: dict[str, str] | None = memory.get(key)
    if known is not None:
        found.values = known
        return found
    with _in_words(found):
        places = geocoder().reverse(latitude, longitude)
        found.values = address_values(places[0]) if places else {}
        memory.set(key, found.values, REMEMBERED)
        if not places:
            found.message = _("No address is known here. The pin is enough.")
    return found


def form_values(place: Place) -> dict[str, str]:
    """Every field of the form that a place fills, by its name there."""
    values = {"name": place.name} if place.name else {}
    where = (f"{place.latitude:.6f}", f"{place.longitude:.6f}")
    return {
        **values,
        **address_values(place),
        "latitude": where[0],
        "longitude": where[1],
        "location_source": LocationSource.SEARCH.value,
        "accuracy": place.accuracy,
        "provider": place.provider,
        "provider_place_id": place.place_id,
        "placed": ",".join(where),
    }


def address_values(place: Place) -> dict[str, str]:
    """The address of a place. One that knows no street (a town, a code) leaves alone what it has nothing for."""
    address = {name: getattr(place, name) for name in ADDRESS_PARTS}
    return {name: text for name, text in address.items() if text or (place.line1 and name != "country")}


def in_one_line(values: dict[str, str]) -> str:
    """An address as a person reads it: `4 Rue des Archers, 69002 Lyon, France`."""
    if not values:
        return ""
    parts = {name: values.get(name, "") for name in ADDRESS_PARTS}
    return ", ".join(address_lines(SimpleNamespace(**{**parts, "country": Country(parts["country"])})))


def labels_of(country: str) -> dict[str, str]:
    """What region and postal code are called in a country (ISO code), and a hint how the code looks."""
    customs = customs_of(country)
    example = _("For example %(code)s") % {"code": customs.example} if customs.example else ""
    return {
        "state": str(customs.region or _("State or region")),
        "postal_code": str(customs.postal_code),
        "postal_code_hint": example,
    }


def number_of(country: str) -> str:
    """The ISO 3166 number of a country, by which the map knows it; "" for none."""
    return Country(country).numeric_padded or "" if country in COUNTRIES else ""


def middle_of_town(city: str, country: str) -> Point | None:
    """Where the map of a new site there begins: at a site we have in this town, or at the town of the gazetteer.

    No address service is asked, and the gazetteer only where it is read anyway because there is none.
    """
    if not city or not country:
        return None
    ours = Site.objects.live().in_city(city).filter(country=country).values_list("latitude", "longitude").first()
    if ours or knows_streets():
        return ours
    town = gazetteer().find(city, country)
    return town.point if town else None


def told_location(latitude: object, longitude: object, city: str = "") -> str:
    """Whether the location is set, in words for the line under the search bar."""
    point = read_point(latitude, longitude)
    if point is None:
        return _("Location not set yet")
    code = encode(*point)
    return _("Location set: %(code)s") % {"code": ", ".join(filter(None, (code, city)))}


def read_point(latitude: object, longitude: object) -> Point | None:
    """Two texts or numbers as a point on Earth, or None."""
    try:
        point = Decimal(str(latitude).strip()), Decimal(str(longitude).strip())
    except InvalidOperation:
        return None
    return point if in_range(*point) else None


def session_of(text: str) -> str:
    """A search box's session as it was sent, or a new one where it is none."""
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid4())


def knows_streets() -> bool:
    """Whether the search finds more than towns and codes."""
    return geocoder().name != "gazetteer"


@contextmanager
def _in_words(found: Found) -> Iterator[None]:
    """Turn what a geocoder raises into a sentence; typing by hand goes on whatever happens."""
    try:
        yield
    except TryLater as error:
        logger.info("Address search: %s", error)
        found.message = _(
            "The address search does not answer just now. Type the address and the coordinates, or put the pin on "
            "the map; nothing you typed is lost."
        )
    except Misconfigured as error:
        logger.warning("Address search: %s", error)
        found.message = _(
            "The address search is not set up correctly; an administrator must look at it. Type the address and the "
            "coordinates, or put the pin on the map."
        )
    except Rejected:
        found.message = _("This place is no longer known. Search again.")

"""A place as people type it: decimal degrees, one or two in a text, or a Plus Code."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from sites.geocoders.base import Point
from sites.geocoders.codes import full_code
from sites.pluscodes import decode, in_range

_DEGREES = re.compile(r"([+-]?)(\d{1,3}(?:[.,]\d+)?)\s*°?\s*([NSEWO]?)")
_BETWEEN = re.compile(r"\s*;\s*|\s*,\s+|\s+(?![NSEWOnsewo]\b)")


def degrees(text: str) -> str:
    """A coordinate in decimal degrees as it is written here: `48,78`, `2.22 W` → `48.78`, `-2.22`.

    Raises ValueError with a sentence.
    """
    match = _DEGREES.fullmatch(text.strip().replace("−", "-").upper())
    if match is None or (match[1] and match[3]):
        raise ValueError(_("Write coordinates as decimal degrees, such as 48.8566: %(cell)s") % {"cell": text[:60]})
    sign = "-" if match[1] == "-" or match[3] in ("S", "W", "O") else ""
    return f"{sign}{match[2].replace(',', '.')}"


def coordinates(text: str) -> list[str]:
    """Latitude and longitude in one text: `48.8566, 2.3522`, `48,8566 2,3522`. Raises ValueError with a sentence."""
    parts = _BETWEEN.split(text.strip())
    if len(parts) == 1:
        parts = text.split(",")
    if len(parts) != 2:
        raise ValueError(_("Write latitude and longitude, such as 48.8566, 2.3522: %(cell)s") % {"cell": text[:60]})
    return [degrees(part) for part in parts]


def six_decimals(text: str) -> str | None:
    """Degrees as they are stored, or None where the text is no number."""
    try:
        return str(Decimal(text).quantize(Decimal("0.000001")) + 0)
    except InvalidOperation:
        return None


def point_of(text: str, *, country: str = "", city: str = "", near: Point | None = None) -> Point | None:
    """The point that a text names by coordinates or Plus Code; None where it is something else, such as an address.

    A short code is completed by the town written behind it, by `near`, or by the city. Raises ValueError with a
    sentence for coordinates that are not on Earth.
    """
    if code := full_code(text, country=country, near=near) or (city and full_code(f"{text} {city}", country=country)):
        return decode(code)
    try:
        pair = [six_decimals(part) for part in coordinates(text)]
    except ValueError:
        return None
    point = (Decimal(str(pair[0])), Decimal(str(pair[1])))
    if not in_range(*point):
        raise ValueError(_("Latitude goes from −90 to 90, longitude from −180 to 180."))
    return point

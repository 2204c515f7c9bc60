"""Plus Codes (Open Location Code), with the library's traps closed.

The library wraps a longitude in a loop of |longitude| / 360 steps, so 1e12 takes minutes and infinity never
returns; it encodes NaN as a place at the South Pole. Everything is range-checked before it gets there.
Source: specification.md of google/open-location-code.
"""

import math
import re
from decimal import Decimal

from openlocationcode import openlocationcode as olc

SHARED_DIGITS = 10  # stored and shown to customers: about 14 m
PRECISE_DIGITS = 11  # for crews: about 3 m
_BLANKS = re.compile(r"\s+")

Degrees = float | Decimal


class NotACode(ValueError):
    """The text is no Plus Code that names one small place."""


def in_range(latitude: Degrees, longitude: Degrees) -> bool:
    """Whether both are finite WGS84 degrees: −90…90 and −180…180."""
    if not (Decimal(latitude).is_finite() and Decimal(longitude).is_finite()):
        return False  # Python refuses to make a float of a signalling NaN
    pair = (float(latitude), float(longitude))
    return all(map(math.isfinite, pair)) and abs(pair[0]) <= 90 and abs(pair[1]) <= 180


def encode(latitude: Degrees, longitude: Degrees, digits: int = SHARED_DIGITS) -> str:
    """The code of a point in WGS84 degrees; raises NotACode outside the ranges."""
    if not in_range(latitude, longitude):
        raise NotACode(f"{latitude}, {longitude} is no place on Earth.")
    return str(olc.encode(float(latitude), float(longitude), digits))


def tidy(text: str) -> str:
    """A typed code as the library reads it: upper case, no blanks."""
    return _BLANKS.sub("", text).upper()


def looks_like_code(text: str) -> bool:
    """Whether a text is a full or a short Plus Code (`9C3XGV4C+XV`, `GV4C+XV London`)."""
    first = text.strip().partition(" ")[0]
    return "+" in first and olc.isValid(tidy(first)) and "0" not in first


def shared_part(code: str) -> str:
    """The ten digits of a full code that may have more of them: `8FQ6QR6M+28X` → `8FQ6QR6M+28`."""
    return code[: SHARED_DIGITS + 1]


def decode(text: str) -> tuple[Decimal, Decimal]:
    """The centre of a full code as latitude and longitude with 6 decimals.

    Raises NotACode for a short or padded code and for anything else.
    """
    code = tidy(text)
    if not olc.isFull(code) or "0" in code:
        raise NotACode(f"“{text[:20]}” is no full Plus Code.")
    area = olc.decode(code)
    return _six(area.latitudeCenter), _six(area.longitudeCenter)


def recover(text: str, latitude: Degrees, longitude: Degrees) -> str:
    """The full code of a short one near a reference point, which must be within about 50 km."""
    code = tidy(text)
    if olc.isFull(code):
        return code
    if not olc.isShort(code) or not in_range(latitude, longitude):
        raise NotACode(f"“{text[:20]}” is no Plus Code.")
    return str(olc.recoverNearest(code, float(latitude), float(longitude)))


def _six(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal("0.000001"))

"""Plus Codes as places: worked out here, so they need no provider and no money."""

from decimal import Decimal

from sites.geocoders.base import Place, Point, Suggestion
from sites.geocoders.gazetteer import gazetteer
from sites.pluscodes import NotACode, decode, looks_like_code, recover

PROVIDER = "plus_code"


def full_code(text: str, *, country: str = "", near: Point | None = None) -> str | None:
    """The full code that was typed: `9C3XGV4C+XV`, `GV4C+XV London`, or `GV4C+XV` near a point; else None."""
    if not looks_like_code(text):
        return None
    code, _, locality = text.strip().partition(" ")
    locality = locality.strip(" ,")
    if locality and (town := _town(locality, country)):
        near = town
    try:
        return recover(code, *near) if near else recover(code, Decimal(0), Decimal(0)) if _is_full(code) else None
    except NotACode:
        return None


def suggestions(text: str, *, country: str = "", near: Point | None = None) -> list[Suggestion]:
    """The place of a typed code, or nothing."""
    if (code := full_code(text, country=country, near=near)) is None:
        return []
    place = place_of(code)
    return [Suggestion(code, ", ".join(part for part in (place.city, place.country) if part), code, PROVIDER)]


def place_of(code: str) -> Place:
    """The centre of a full code; town and country are those of the nearest town. Raises NotACode."""
    latitude, longitude = decode(code)
    town = gazetteer().nearest(float(latitude), float(longitude))
    return Place(
        latitude=latitude,
        longitude=longitude,
        accuracy="rooftop",  # the box of ten digits is 14 m wide
        provider=PROVIDER,
        city=town.name if town else "",
        state=town.state if town else "",
        country=town.country if town else "",
        partial=True,  # a code holds no address: the nearest town is a guess
    )


def is_code(place_id: str) -> bool:
    """Whether a place ID is a full Plus Code rather than a provider's own."""
    return looks_like_code(place_id) and _is_full(place_id)


def _is_full(code: str) -> bool:
    try:
        decode(code)
    except NotACode:
        return False
    return True


def _town(locality: str, country: str) -> Point | None:
    """The centre of the town in `London` or `Paris, France`."""
    name = locality.partition(",")[0]
    town = gazetteer().find(name, country) or gazetteer().find(name)
    return town.point if town else None

"""What the groups of a map are called."""

from collections.abc import Sequence

from django.db.models import Value

from sites.geocoders.memory import memory
from sites.map.heaps import TOWN, Heap, Properties, densest
from sites.models import Site

KEPT = 600  # seconds: looking for the town costs half a page, and towns grow slowly


def addresses_in(heaps: Sequence[Heap], properties: Properties) -> list[tuple[str, str]]:
    """First line and city of a site in the middle of each heap's largest town; empty where none is left."""
    codes = _codes_of_towns(heaps, properties)
    rows = [
        Site.objects.live().from_tile(code).values_list(Value(place), "line1", "city")[:1]
        for place, code in enumerate(codes)
    ]
    found = {place: (line1, city) for place, line1, city in (rows[0].union(*rows[1:], all=True) if rows else [])}
    return [found.get(place, ("", "")) for place in range(len(codes))]


def _codes_of_towns(heaps: Sequence[Heap], properties: Properties) -> list[str]:
    """The codes of the middles; those of heaps wider than a town are kept for a while."""
    asked = hash(repr(properties))
    keys = {heap: ":".join(map(str, ("town", *heap.tile, asked))) for heap in heaps if heap.tile.side > TOWN}
    known = memory.get_many(keys.values())
    unknown = [heap for heap, key in keys.items() if key not in known]
    new = {keys[heap]: town.code for heap, town in zip(unknown, densest(unknown, properties), strict=True)}
    memory.set_many(new, KEPT)
    codes = {**known, **new}
    return [codes[keys[heap]] if heap in keys else heap.code for heap in heaps]

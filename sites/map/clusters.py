"""Groups of sites that a map shows as one circle with a number."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sites.map.box import Box
from sites.map.heaps import Heap

CLOSEST_ZOOM = 19
COUNTED_ZOOM = 13  # up to here groups are made of counted cells
# For each zoom the side of what makes a group of 40 to 80 pixels, and of the cells that are read, in units of the grid
GROUPS = {
    **dict.fromkeys((0, 1, 2), (160_000, 40_000)), 3: (80_000, 40_000), 4: (40_000, 40_000), 5: (16_000, 8000),
    6: (8000, 8000), 7: (4000, 2000), 8: (2000, 2000), 9: (800, 400), 10: (800, 400), 11: (400, 400), 12: (160, 80),
    13: (80, 80), 14: (40, 20), 15: (20, 20), 16: (10, 1), 17: (5, 1), 18: (2, 1), 19: (1, 1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cluster:
    """So many sites, where most of them are, in degrees, and the heap of those."""

    sites: int
    latitude: float
    longitude: float
    fullest: Heap


def clusters_of(heaps: Iterable[Heap], zoom: int) -> list[Cluster]:
    """The groups of a zoom, the largest first.

    A group stands at the middle of its fullest tile: the middle of all could lie in the sea between two ports.
    """
    side = GROUPS[zoom][0]
    groups: dict[tuple[int, int], tuple[int, Heap]] = {}
    for heap in heaps:
        tile = heap.tile
        place = tile.y * tile.side // side, tile.x * tile.side // side
        sites, fullest = groups.get(place, (0, heap))
        groups[place] = sites + heap.sites, max(fullest, heap, key=lambda each: each.sites)
    found = (Cluster(sites, *fullest.middle, fullest) for sites, fullest in groups.values())
    return sorted(found, key=lambda cluster: -cluster.sites)


def box_of(points: Iterable[tuple[Any, Any]]) -> Box | None:
    """The smallest box around points in degrees, across ±180° where that is shorter; None without points."""
    pairs = [(float(latitude), float(longitude)) for latitude, longitude in points]
    if not pairs:
        return None
    longitudes = sorted({longitude for _latitude, longitude in pairs})
    following = [*longitudes[1:], longitudes[0] + 360]
    gap = max(range(len(longitudes)), key=lambda index: following[index] - longitudes[index])
    west, east = longitudes[(gap + 1) % len(longitudes)], longitudes[gap]
    latitudes = [latitude for latitude, _longitude in pairs]
    return Box(min(latitudes), west, max(latitudes), east)

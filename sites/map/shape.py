"""What a list's filters draw on the map: a circle, a box, or both; and which tiles of the grid lie inside."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import cos, hypot, pi, radians, sin

from sites.area import Area
from sites.expressions import DIAMETER_KM, EARTH_RADIUS_KM
from sites.map.box import Box
from sites.map.grid import UNITS, Tile
from sites.querysets import SiteQuerySet

SLACK = 1.01  # a tile's half diagonal is reckoned on a plane
METRE = 0.001


@dataclass(frozen=True)
class Shape:
    """A circle, a box, both, or neither: then everything is inside."""

    area: Area | None = None
    box: Box | None = None

    def __bool__(self) -> bool:
        return self.area is not None or self.box is not None

    @property
    def bounds(self) -> list[Box]:
        """A box around each of them."""
        around = [Box.around(*map(float, (self.area.latitude, self.area.longitude, self.area.km)))] if self.area else []
        return [*around, self.box] if self.box else around

    @cached_property
    def _disc(self) -> "Disc | None":
        return Disc(self.area) if self.area else None

    def holds(self, tile: Tile) -> bool | None:
        """Whether a tile lies inside, or outside (False); None for one at the edge, or too near to it to say."""
        near = self._disc.holds(tile) if self._disc else True
        if near is False or self.box is None:
            return near
        within = _in_box(self.box, tile)
        return within if near else within and None

    def sort(self, tiles: Iterable[Tile]) -> tuple[list[Tile], list[Tile]]:
        """The tiles inside, and those at the edge."""
        inside: list[Tile] = []
        edge: list[Tile] = []
        for tile in tiles:
            if (held := self.holds(tile) if self else True) is not False:
                (inside if held else edge).append(tile)
        return inside, edge

    def cut(self, rows: SiteQuerySet) -> SiteQuerySet:
        """The rows inside, exactly, of few enough to be read one by one."""
        if self.area:
            rows = rows.no_farther(self.area.latitude, self.area.longitude, float(self.area.km))
        return rows.in_degrees(self.box) if self.box else rows


class Disc:
    """A circle on the sphere that is asked for thousands of tiles.

    It compares haversines (the square of the sine of half an angle), of which a row of tiles shares the most part.
    """

    def __init__(self, area: Area) -> None:
        self.latitude, self.longitude = radians(float(area.latitude)), radians(float(area.longitude))
        self.km = float(area.km)
        self.rows: dict[tuple[int, int], tuple[float, ...]] = {}

    def holds(self, tile: Tile) -> bool | None:
        """Whether a tile lies inside, outside (False), or about the edge (None)."""
        row = self.rows.get(tile[:2]) or self._row(*tile[:2])
        half, base, factor, inside, outside = row
        away = base + factor * sin(((2 * tile.x + 1) * half - pi - self.longitude) / 2) ** 2
        return False if away > outside else True if away < inside else None

    def _row(self, side: int, y: int) -> tuple[float, ...]:
        half = pi * side / UNITS / 360  # of a tile, in radians
        latitude = (2 * y + 1) * half - pi / 2
        equatorward = max(0.0, abs(latitude) - half)  # where the tiles are widest
        reach = SLACK * EARTH_RADIUS_KM * hypot(half, half * cos(equatorward)) + METRE
        base, factor = sin((latitude - self.latitude) / 2) ** 2, cos(latitude) * cos(self.latitude)
        row = half, base, factor, _haversine(self.km - reach), _haversine(self.km + reach)
        self.rows[side, y] = row
        return row


def _haversine(km: float) -> float:
    """Of a distance on the sphere; nothing is nearer than a negative one, or farther than half the way around."""
    if km < 0:
        return -1.0
    return sin(km / DIAMETER_KM) ** 2 if km / DIAMETER_KM < pi / 2 else 2.0


def _in_box(box: Box, tile: Tile) -> bool | None:
    there = tile.box
    beside = any(there.west <= east and there.east >= west for west, east in box.longitudes)
    at_turn = tile.x == 0 and box.width < 360  # 180° is counted with −180°
    if not (beside or (at_turn and box.east == 180)) or there.north < box.south or there.south > box.north:
        return False
    if at_turn:
        return None
    within = any(west <= there.west and there.east <= east for west, east in box.longitudes)
    return True if within and box.south <= there.south and there.north <= box.north else None

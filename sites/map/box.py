"""A box on the map in an address: `box=south,west,north,east` in degrees; west may lie east of east, across ±180°."""

import math
from dataclasses import dataclass
from typing import Self

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sites.geocoders.gazetteer import KM_PER_DEGREE
from sites.pluscodes import in_range


@dataclass(frozen=True, slots=True)
class Box:
    """Latitudes from south to north and longitudes from west eastwards to east, in degrees."""

    south: float
    west: float
    north: float
    east: float

    @classmethod
    def read(cls, text: str) -> Self:
        """The box of four numbers with commas. Raises ValueError for anything else and for places not on Earth."""
        south, west, north, east = map(float, text.split(","))
        if not (in_range(south, west) and in_range(north, east) and south <= north):
            raise ValueError(f"{text[:60]} is no box on Earth.")
        return cls(south, west, north, east)

    @classmethod
    def around(cls, latitude: float, longitude: float, km: float) -> Self:
        """The box around a circle; all longitudes where it holds a pole."""
        up = km / KM_PER_DEGREE
        south, north = max(-90.0, latitude - up), min(90.0, latitude + up)
        if south == -90 or north == 90:
            return cls(south, -180.0, north, 180.0)
        aside = math.degrees(math.asin(min(1.0, math.sin(math.radians(up)) / math.cos(math.radians(latitude)))))
        return cls(south, _turn(longitude - aside), north, _turn(longitude + aside))

    @property
    def width(self) -> float:
        """Degrees of longitude, 0 to 360."""
        return self.east - self.west if self.west <= self.east else self.east - self.west + 360

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether a point in degrees lies in it, on its edge included."""
        across = any(west <= longitude <= east for west, east in self.longitudes)
        return across and self.south <= latitude <= self.north

    def meets(self, other: "Box") -> "Box | None":
        """What both hold; None for nothing. Where that is two pieces, all of this one's width."""
        south, north = max(self.south, other.south), min(self.north, other.north)
        first = (other.west - self.west) % 360
        pieces = [(max(0.0, start), min(self.width, start + other.width)) for start in (first, first - 360)]
        found = [(start, end) for start, end in pieces if start <= end]
        if south > north or not found:
            return None
        if len(found) > 1 or found[0] == (0.0, self.width):
            return Box(south, self.west, north, self.east)
        return Box(south, _turn(self.west + found[0][0]), north, _turn(self.west + found[0][1]))

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle in degrees."""
        return (self.south + self.north) / 2, _turn(self.west + self.width / 2)

    @property
    def longitudes(self) -> list[tuple[float, float]]:
        """One range of longitudes, or two for a box across ±180°."""
        if self.west <= self.east:
            return [(self.west, self.east)]
        return [(self.west, 180.0), (-180.0, self.east)]

    @property
    def reach_km(self) -> float:
        """How far its corners are from its middle; infinite for one that goes halfway around the Earth."""
        if self.width > 180:
            return math.inf
        middle, half = math.radians(self.centre[0]), math.radians(self.width / 2)
        cosines = [
            math.sin(middle) * math.sin(edge) + math.cos(middle) * math.cos(edge) * math.cos(half)
            for edge in (math.radians(self.south), math.radians(self.north))
        ]
        return math.degrees(math.acos(max(-1.0, min(1.0, *cosines)))) * KM_PER_DEGREE

    def __str__(self) -> str:
        corners = {name: number_format(getattr(self, name)) for name in ("south", "west", "north", "east")}
        return _("%(south)s, %(west)s to %(north)s, %(east)s") % corners

    def written(self) -> str:
        """The parameter's value."""
        return ",".join(f"{degrees:.6f}".rstrip("0").rstrip(".") for degrees in self.corners)

    @property
    def corners(self) -> tuple[float, float, float, float]:
        """South, west, north, east."""
        return self.south, self.west, self.north, self.east


def _turn(longitude: float) -> float:
    """The same meridian between −180 and 180."""
    return longitude if -180 <= longitude <= 180 else (longitude + 180) % 360 - 180

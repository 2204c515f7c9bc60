"""Groups of sites that a map shows as one circle with a number."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, F, FloatField, IntegerField, Q, Sum, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Floor

from sites.box import Box
from sites.models import SiteCell
from sites.models.cell import UNITS
from sites.querysets import SiteQuerySet

MILLIONTHS = 1_000_000
# For each zoom the side of the cells that are read and how many of them, each way, make a group of 40 to 80 pixels
GROUPS = {
    **dict.fromkeys((0, 1, 2), (8000, 20)), 3: (8000, 10), 4: (8000, 5), 5: (8000, 2), 6: (8000, 1),
    7: (400, 10), 8: (400, 5), 9: (400, 2), 10: (400, 2), 11: (400, 1), 12: (80, 2), 13: (80, 1),
}  # fmt: skip
COUNTED_ZOOM = max(GROUPS)
CLOSEST_ZOOM = 19


@dataclass(frozen=True, slots=True)
class Cluster:
    """So many sites, and the middle of where they are, in degrees."""

    sites: int
    latitude: float
    longitude: float


def counted_clusters(box: Box, zoom: int, country: str = "") -> list[Cluster]:
    """All live sites, or those of a country, from the counts by cell; `zoom` goes to COUNTED_ZOOM.

    Cells at the edge of the box count whole.
    """
    side, times = GROUPS[zoom]
    low, high = (int((degrees + 90) * UNITS) // side for degrees in (box.south, box.north))
    across = Q()
    for west, east in box.longitudes:
        across |= Q(x__range=[int((degrees + 180) * UNITS) // side for degrees in (west, east)])
    if box.east == 180 or box.west == 180:
        across |= Q(x=0)  # 180° lies with −180°
    cells = SiteCell.objects.filter(across, side=side, y__range=(low, high))
    if country:
        cells = cells.filter(country=country)
    groups = cells.annotate(row=_part(F("y"), times), column=_part(F("x"), times)).values_list("row", "column")
    sums = groups.annotate(Sum("sites"), Sum("latitude"), Sum("longitude")).filter(sites__sum__gt=0).order_by()
    return [
        Cluster(sites, latitude / sites / MILLIONTHS, longitude / sites / MILLIONTHS)
        for _row, _column, sites, latitude, longitude in sums
    ]


def grouped_clusters(rows: SiteQuerySet, box: Box, zoom: int) -> list[Cluster]:
    """Any sites, grouped as they are read."""
    side, times = GROUPS[min(zoom, COUNTED_ZOOM)]
    degrees = side * times / UNITS / 2 ** max(0, zoom - COUNTED_ZOOM)
    inside = rows.in_box(box).order_by()
    lat, lng = (Cast(name, FloatField()) for name in ("latitude", "longitude"))  # numeric takes thrice the time
    groups = inside.annotate(row=Floor(lat / Value(degrees)), column=Floor(lng / Value(degrees)))
    found = groups.values_list("row", "column").annotate(n=Count("*"), y=Avg(lat), x=Avg(lng))
    return [Cluster(*each[2:]) for each in found]


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


def _part(number: F, times: int) -> CombinedExpression:
    """A whole number of a coarser grid."""
    return CombinedExpression(number, "/", Value(times, IntegerField()), output_field=IntegerField())

"""How many sites lie in the tiles of the grid: from the counts of the database, or from the sites themselves."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Sum
from django.db.models.functions import Left

from sites.map.grid import CODE_SIDE, MILLIONTHS, Run, Tile, runs_of, tiles_of
from sites.map.shape import Shape
from sites.models.cell import SIDES
from sites.pluscodes import encode
from sites.querysets import SiteQuerySet

FINEST = SIDES[-1]
TOWN = 400  # the side of a cell that is no larger than a town
FEW_TILES = 40  # so few are looked into two sizes at a time
CODE_DIGITS, ALL_DIGITS = 8, 11  # of a Plus Code with its "+"

# Values of SiteCell's properties that count, by property
Properties = Mapping[str, Sequence[Any]]


class Heap(NamedTuple):
    """So many sites in a tile, and the sums of their coordinates in millionths of a degree."""

    tile: Tile
    sites: int
    latitude: int
    longitude: int

    @property
    def middle(self) -> tuple[float, float]:
        """Where they are on average, in degrees."""
        return self.latitude / self.sites / MILLIONTHS, self.longitude / self.sites / MILLIONTHS

    @property
    def code(self) -> str:
        """The first digits of the Plus Code there."""
        return encode(*self.middle)[:CODE_DIGITS]


def counted(side: int, runs: Sequence[Run], properties: Properties) -> list[Heap]:
    """The sites with these properties in the cells of some runs; cells without any are left out."""
    wanted = "".join(f" AND cell.{name} = ANY(%s)" for name in properties)  # names of PROPERTIES, not of the address
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cell.y, cell.x, sum(cell.sites)::bigint, sum(cell.latitude)::bigint, sum(cell.longitude)::bigint"
            " FROM unnest(%s::int[], %s::int[], %s::int[]) AS run (y, west, east) JOIN sites_sitecell cell"
            f" ON cell.side = %s AND cell.y = run.y AND cell.x BETWEEN run.west AND run.east{wanted}"
            " GROUP BY 1, 2 HAVING sum(cell.sites) > 0",
            [*map(list, zip(*runs, strict=True)), side, *map(list, properties.values())],
        )
        return [Heap(Tile(side, y, x), *sums) for y, x, *sums in cursor.fetchall()]


def read(rows: SiteQuerySet, codes: Iterable[str], digits: int = CODE_DIGITS) -> list[Heap]:
    """The sites in the tiles of these codes, together by so many digits; the index of the grid holds all of it."""
    groups = rows.in_tiles(codes).order_by().annotate(code=Left("plus_code", digits)).values_list("code")
    sums = groups.annotate(n=Count("*"), y=Sum("latitude"), x=Sum("longitude"))
    return [
        Heap(Tile.named(code), sites, int(up * MILLIONTHS), int(east * MILLIONTHS)) for code, sites, up, east in sums
    ]


def covering(shape: Shape, side: int, runs: Sequence[Run], properties: Properties, rows: SiteQuerySet) -> list[Heap]:
    """The sites of some cells that lie in a shape: its inner cells as they are counted, its edge in ever smaller ones.

    Only sites within some hundred metres of the edge are read. `rows` are all sites with the properties.
    """
    found: list[Heap] = []
    for size in (size for size in SIDES if size <= side):
        heaps = {heap.tile: heap for heap in counted(size, runs, properties)}
        inside, edge = shape.sort(heaps)
        found += [heaps[tile] for tile in inside]
        if not edge:
            return found
        runs = runs_of(edge, SIDES[SIDES.index(size) + 1] if size != FINEST else CODE_SIDE)
    inside, edge = shape.sort(tiles_of(runs, CODE_SIDE))
    found += read(rows, [tile.code for tile in inside])
    return found + read(shape.cut(rows), [tile.code for tile in edge])


def codes_of(heaps: Iterable[Heap], properties: Properties) -> set[str]:
    """The eight-digit codes that hold the sites of few heaps, found by looking into ever smaller cells.

    A heap of one tells its code by itself.
    """
    codes: set[str] = set()
    crowded: dict[int, list[Tile]] = {}
    for heap in heaps:
        if heap.sites == 1 and heap.tile.side > CODE_SIDE:
            codes.add(Tile.at(heap.latitude, heap.longitude, CODE_SIDE).code)
        else:
            crowded.setdefault(heap.tile.side, []).append(heap.tile)
    for side, tiles in crowded.items():
        if side <= FINEST:
            codes.update(_codes_in(tiles))
        else:
            finer = SIDES[min(SIDES.index(side) + (2 if len(tiles) <= FEW_TILES else 1), len(SIDES) - 1)]
            codes |= codes_of(counted(finer, runs_of(tiles, finer), properties), properties)
    return codes


def densest(heaps: Iterable[Heap], properties: Properties) -> list[Heap]:
    """Some streets in the middle of each heap's largest town: in its fullest part the fullest part, and so on."""
    found = list(heaps)
    for side, finer in pairwise(SIDES):
        wide = [heap.tile for heap in found if heap.tile.side == side]
        fullest: dict[Tile, Heap] = {}
        for cell in sorted(
            counted(finer, runs_of(wide, finer), properties) if wide else [], key=lambda each: each.sites
        ):
            fullest[cell.tile.within(side)] = cell
        found = [fullest.get(heap.tile, heap) for heap in found]
    return found


def _codes_in(tiles: list[Tile]) -> Iterator[str]:
    """The codes of tiles of one size, that of a code or a smaller one included."""
    if tiles[0].side < CODE_SIDE:
        tiles = [Tile(CODE_SIDE, *(number * tile.side // CODE_SIDE for number in (tile.y, tile.x))) for tile in tiles]
    return (tile.code for tile in tiles_of(runs_of(tiles, CODE_SIDE), CODE_SIDE))

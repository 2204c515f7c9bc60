"""What a map shows of a list of sites: pins where there are few, circles with numbers where there are many."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import cos, radians
from typing import Any

from django.db.models import F

from crm.pages.counting import Count
from sites.expressions import AnyOf
from sites.listing import SiteListing
from sites.map.box import Box
from sites.map.clusters import COUNTED_ZOOM, GROUPS, Cluster, box_of, clusters_of
from sites.map.counting import Question
from sites.map.grid import CODE_SIDE, UNITS, Run, Tile, runs_in, tiles_of
from sites.map.heaps import (
    ALL_DIGITS,
    CODE_DIGITS,
    FINEST,
    Heap,
    Properties,
    codes_of,
    counted,
    covering,
    read,
)
from sites.map.naming import addresses_in
from sites.models import Site
from sites.querysets import SiteQuerySet

PINS = 1000  # pins a map shows one by one; the browser groups those that touch
READ = 10_000  # sites that are read where the map is near; more are counted by cell
FOUND = 1500  # what is read of a search, whose words no cell knows; so many are drawn, of more the first PINS
GROUPED = 5000  # groups that a large screen has room for
LISTED = 30
NAMED = 10
STREETS = 11  # from this zoom groups lie in one town, so their street is told
WORLD = Box(-60.0, -180.0, 75.0, 180.0)
ALL = Box(-90.0, -180.0, 90.0, 180.0)
STEPS_KM = (5, 50, 500, 5000)

PIN = ("pk", "latitude", "longitude", "name")
Pin = tuple[int, float, float, str]


@dataclass
class Sight:
    """A list's rows in the part of the world that a map shows at a zoom (0 to 19)."""

    listing: SiteListing
    box: Box
    zoom: int = 0

    @property
    def rows(self) -> SiteQuerySet:
        """The rows of the list, those outside the box too."""
        return self.listing.rows.order_by()  # type: ignore[return-value]

    @cached_property
    def question(self) -> Question | None:
        """What the counts by cell are asked; None where they cannot answer for the list."""
        return Question.of(self.listing)

    @cached_property
    def detail(self) -> int:
        """The zoom that groups are made for: a lower one where an address asks for more of the world than a screen."""
        high, wide = self.box.north - self.box.south, self.box.width
        for zoom in range(self.zoom, 0, -1):
            groups = UNITS / GROUPS[zoom][0]  # in a degree
            if (high * groups + 1) * (wide * groups + 1) < GROUPED:
                return zoom
        return 0

    @cached_property
    def part(self) -> Box | None:
        """Where sites can be: what is in sight of the list's circle and box; None for nothing."""
        part: Box | None = self.box
        for bounds in self.question.shape.bounds if self.question else ():
            part = part and part.meets(bounds)
        return part

    @cached_property
    def heaps(self) -> list[Heap]:
        """The sites in sight by tile of the grid; a tile that sticks out of sight counts whole. None of a search."""
        if self.question is None or self.part is None:
            return []
        if self._is_near:
            return self._near(self.question)
        if not self.question.shape:
            return self._cells
        return covering(self.question.shape, *self._asked, self.question.rows)

    @property
    def _asked(self) -> tuple[int, list[Run], Properties]:
        """What cells are asked for: their side, where they are, and the properties of their sites."""
        side = GROUPS[min(self.detail, COUNTED_ZOOM)][1]
        return side, runs_in(self.part or self.box, side), self.question.properties if self.question else {}

    @cached_property
    def _cells(self) -> list[Heap]:
        return counted(*self._asked)

    @cached_property
    def _is_near(self) -> bool:
        """Whether the sites in sight are few enough to be read."""
        return self.detail > COUNTED_ZOOM and sum(cell.sites for cell in self._cells) <= READ

    def _near(self, question: Question) -> list[Heap]:
        """What is exactly in sight, of few enough sites to be read."""
        inside, edge = question.shape.sort(self._tiles)
        rows = question.rows.in_degrees(self.box)
        digits = CODE_DIGITS if GROUPS[self.detail][1] == CODE_SIDE else ALL_DIGITS
        found = read(rows, [tile.code for tile in inside], digits)
        return found + (read(question.shape.cut(rows), [tile.code for tile in edge], digits) if edge else [])

    @property
    def _tiles(self) -> Iterator[Tile]:
        """The tiles of eight digits in sight, where that is near."""
        return tiles_of(runs_in(self.part or self.box, CODE_SIDE), CODE_SIDE)

    @cached_property
    def total(self) -> int:
        """How many sites the tiles in sight hold."""
        return sum(heap.sites for heap in self.heaps)

    @cached_property
    def pins(self) -> list[Pin] | None:
        """Key, latitude, longitude and name of each site in sight; None where they are too many.

        Of a search the first ones: no cell knows its words.
        """
        if self.question is None:
            return [_pin(row) for row in self._searched[0]]
        if self.part is not None and self._is_near and GROUPS[self.detail][1] < CODE_SIDE:
            there = self._there(self.question).in_tiles(tile.code for tile in self._tiles)
            few = list(there.values_list(*PIN)[: PINS + 1])  # mostly: counting them first would be in vain
            if len(few) <= PINS:
                return [_pin(row) for row in few]
        return [_pin(row) for row in self._few(self.question)] if self.total <= PINS else None

    @cached_property
    def _searched(self) -> tuple[list[tuple[Any, ...]], bool]:
        """What a search finds in sight, and whether that is a part because it finds too many to draw."""
        if self.detail > COUNTED_ZOOM:
            there = self.rows.in_degrees(self.box).in_tiles(tile.code for tile in self._tiles)
        else:
            first = list(self.rows.values_list(*PIN)[: FOUND + 1])
            inside = [row for row in first if self.box.holds(*map(float, row[1:3]))]
            if len(first) <= FOUND:
                return inside, False
            if len(inside) > PINS:
                return inside[:PINS], True
            there = self.rows.in_box(self.box)  # of a town, somebody looks at another one
        found = list(there.values_list(*PIN)[: PINS + 1])
        return found[:PINS], len(found) > PINS

    def _there(self, question: Question) -> SiteQuerySet:
        """What is exactly in sight, of few: the index of positions is not asked."""
        return question.shape.cut(question.rows.in_degrees(self.box)).order_by()

    def _few(self, question: Question) -> Iterable[tuple[Any, ...]]:
        """The sites themselves: the index of the grid tells their codes, so that no other one is read."""
        if not self.heaps:
            return []
        there = self._there(question)
        codes = there.in_tiles(codes_of(self.heaps, question.properties)).values_list("plus_code", flat=True)
        return there.filter(AnyOf(F("plus_code"), list(codes))).values_list(*PIN)

    @cached_property
    def clusters(self) -> list[Cluster]:
        """The groups in sight, the largest first; none where there are pins."""
        return [] if self.pins is not None else clusters_of(self.heaps, self.detail)

    @cached_property
    def is_part(self) -> bool:
        """Whether a search finds more in sight than is drawn."""
        return self.question is None and self._searched[1]

    @cached_property
    def count(self) -> Count:
        """How many sites are in sight; about, where tiles at its edge count whole."""
        if self.is_part:
            return Count(PINS, exact=False, capped=True)
        if self.pins is not None:
            return Count(len(self.pins))
        exact = self.part != self.box or self.box == ALL or self.heaps[0].tile.side < FINEST
        return Count(self.total) if exact else Count(round(self.total, -2), exact=False)

    @cached_property
    def listed(self) -> list[Site]:
        """The sites nearest to the middle of the map, where there are pins."""
        latitude, longitude = self.box.centre
        narrow = cos(radians(latitude))

        def away(pin: Pin) -> float:
            aside = (pin[2] - longitude + 180) % 360 - 180
            return (pin[1] - latitude) ** 2 + (aside * narrow) ** 2

        keys = [pin[0] for pin in sorted(self.pins or [], key=away)[:LISTED]]
        found = Site.objects.for_list().in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def nearest(self) -> list[Site]:
        """The sites of the list nearest to the middle of the map, wherever they are, each with its `distance`."""
        middle = self.box.centre
        for km in STEPS_KM:
            found = list(self.rows.for_list().within(*middle, km).nearest(*middle)[:NAMED])
            if len(found) == NAMED:
                return found
        return list(self.rows.for_list().nearest(*middle)[:NAMED])

    def groups(self) -> list[tuple[Cluster, Count, str]]:
        """The largest groups, their number of sites, and the address of a site where most of them stand."""
        named = self.clusters[:NAMED]
        addresses = addresses_in([each.fullest for each in named], self._asked[2])
        known = [", ".join(filter(None, parts[self.zoom < STREETS :])) for parts in addresses]
        return [(each, Count(each.sites), text) for each, text in zip(named, known, strict=True)]


def extent(listing: SiteListing) -> Box:
    """The part of the world that holds the whole list."""
    whole = Sight(listing, ALL)
    if whole.question and (bounds := whole.question.shape.bounds):
        return bounds[-1]
    if whole.question is None or whole.pins is not None:
        return box_of(pin[1:3] for pin in whole.pins or ()) or WORLD
    tiles = (heap.tile.box for heap in counted(UNITS, runs_in(ALL, UNITS), whole.question.properties))
    return box_of(corner for box in tiles for corner in ((box.south, box.west), (box.north, box.east))) or WORLD


def _pin(row: tuple[Any, ...]) -> Pin:
    pk, latitude, longitude, name = row
    return pk, float(latitude), float(longitude), name

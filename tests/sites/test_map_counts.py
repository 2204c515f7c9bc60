"""Whatever a map counts by cell, its numbers are those of the list with the same filters."""

from collections.abc import Iterator
from itertools import product
from random import Random
from typing import Any

import pytest
from django.http import QueryDict

from crm.changes.bulk import update_rows
from crm.changes.current import SystemActor, change_set
from customers.models import RegulatoryRegion
from sites.actions import archive_site
from sites.map import heaps, sight
from sites.map.box import Box
from sites.map.grid import Tile, runs_in, runs_of, tiles_of
from sites.map.sight import ALL, Sight, extent
from sites.models import Site
from sites.views import SiteList
from staff.models import User
from tests.sites.test_distance import place_sites

pytestmark = pytest.mark.django_db
TOWN = (48.8566, 2.3522)
CIRCLE = {"latitude": "48.8566", "longitude": "2.3522"}
FILTERS = [
    {},
    {"country": "FR"},
    {"site_type": ["shop", "tower"]},
    {"source": "pin"},
    {"accuracy": ["exact", "unknown"]},
    {"location": "to_confirm"},
    {"location": "confirmed", "site_type": "shop", "country": "FR"},
    {"archived": "only"},
    {"archived": "all", "source": "import"},
    {"region": "?"},
    {"q": "4"},
]
SHAPES = [
    {},
    {**CIRCLE, "km": "1.3"},
    {**CIRCLE, "km": "12"},
    {**CIRCLE, "km": "400"},
    {**CIRCLE, "km": "19000"},
    {"box": "48.83,2.31,48.8612,2.3957"},
    {"box": "-20,170,80,10"},
    {"box": "-90,-180,90,0"},
    {"latitude": "-16.85", "longitude": "179.99", "km": "6"},
    {**CIRCLE, "km": "3", "box": "48.85,2.3,48.9,2.5"},
]


@pytest.fixture(autouse=True)
def crowd(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """A town and its country, both sides of ±180°, the poles; ten sites are too many for pins."""
    chance = Random(7)
    points = [(round(chance.gauss(TOWN[0], 0.04), 6), round(chance.gauss(TOWN[1], 0.06), 6)) for _n in range(70)]
    points += [(round(chance.uniform(42, 51), 6), round(chance.uniform(-4, 8), 6)) for _n in range(30)]
    points += [(-16.85, 180), (-16.85, -180), (-16.85, 179.98), (-16.83, -179.97), (90, 0), (-90, 12), (0, 0)]
    sites = place_sites(*points)
    with change_set(by=SystemActor("tests"), verb="prepare"):
        region = RegulatoryRegion.objects.create(name="Seine")
        for number, site in enumerate(sites):
            rows = Site.objects.filter(pk=site.pk)
            update_rows(
                rows,
                country=("FR", "GB")[number % 3 == 0],
                site_type=("shop", "tower", "home")[number % 3],
                location_source=("pin", "import")[number % 2],
                accuracy=("exact", "rooftop", "unknown")[number % 5 % 3],
                region=region if number % 4 == 0 else None,
                **({} if number % 3 else {"confirmed_at": site.created_at, "confirmed_by": ana}),
            )
    for site in sites[::7]:
        archive_site(Site.objects.get(pk=site.pk), by=ana)
    monkeypatch.setattr(sight, "PINS", 10)
    monkeypatch.setattr(sight, "FOUND", 300)


def listing(user: User, params: dict[str, Any]) -> Any:
    query = QueryDict(mutable=True)
    for name, value in params.items():
        value = str(RegulatoryRegion.objects.get().pk) if value == "?" else value
        query.setlist(name, value if isinstance(value, list) else [value])
    found = SiteList.listing_of(Site.objects.visible_to(user), query, user)
    assert found.is_valid, found.errors
    return found


def shown(seen: Sight) -> int:
    return len(seen.pins) if seen.pins is not None else sum(each.sites for each in seen.clusters)


@pytest.mark.feature("F066")
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: "-".join(shape.values()) or "everywhere")
def test_groups_and_pins_add_up_to_the_list(ana: User, shape: dict[str, Any]) -> None:
    for filters, zoom in product(FILTERS, (2, 9)):
        asked = listing(ana, filters | shape)
        box = extent(asked) if zoom > 2 and shape else ALL
        seen = Sight(asked, box, zoom)
        assert shown(seen) == asked.rows.count(), (filters, zoom, seen.question)


def test_what_is_near_is_counted_exactly_as_far_as_it_is_in_sight(ana: User) -> None:
    for filters, (south, west), zoom in product(FILTERS, ((48.84, 2.33), (48.8613, 2.3521)), (14, 15, 16, 19)):
        box = Box(south, west, south + 0.018, west + 0.027)
        asked = listing(ana, filters | {**CIRCLE, "km": "2"})
        assert shown(Sight(asked, box, zoom)) == asked.rows.in_box(box).count(), (filters, zoom)


def test_too_many_to_read_are_counted_by_cell(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sight, "READ", 5)
    box = Box(48.84, 2.33, 48.86, 2.36)
    seen = Sight(listing(ana, {}), box, 14)
    assert {heap.tile.side for heap in seen.heaps} == {heaps.FINEST}
    assert shown(seen) >= Site.objects.live().in_box(box).count()


def test_few_sites_are_found_wherever_they_are(ana: User) -> None:
    asked = listing(ana, {"archived": "only", "site_type": "home", "country": "GB"} | SHAPES[0])
    seen = Sight(asked, ALL, 3)
    wanted = set(asked.rows.values_list("pk", flat=True))
    assert 0 < len(wanted) <= 10 or not wanted
    assert {pin[0] for pin in seen.pins or []} == wanted


@pytest.mark.parametrize(("south", "north", "zoom"), [(-90, 90, 4), (40, 60, 4), (48.8, 48.9, 14)])
def test_search_that_finds_too_many_says_that_a_part_is_drawn(
    ana: User, monkeypatch: pytest.MonkeyPatch, south: float, north: float, zoom: int
) -> None:
    asked = listing(ana, {"q": "4"})
    box = Box(south, -180, north, 180) if zoom == 4 else Box(south, 2.3, north, 2.4)
    whole = Sight(asked, box, zoom)
    assert (whole.is_part, shown(whole)) == (False, asked.rows.in_box(box).count()) or zoom == 14
    monkeypatch.setattr(sight, "FOUND", 12)
    part = Sight(asked, box, zoom)
    assert part.is_part
    assert str(part.count) == "10+"


def test_group_stands_where_most_of_its_sites_are(ana: User) -> None:
    largest = Sight(listing(ana, {"country": "FR"}), Box(40, -10, 55, 15), 4).clusters[0]
    assert (largest.latitude, largest.longitude) == (pytest.approx(48.8, abs=1.5), pytest.approx(2.3, abs=1.5))


def test_tiles_and_codes_name_each_other() -> None:
    for site in Site.objects.all():
        place = int(site.latitude * 1_000_000), int(site.longitude * 1_000_000)
        tile = Tile.at(*place, 20)
        assert tile.code == site.plus_code[:8]
        assert Tile.named(site.plus_code[:8]) == tile
        assert Tile.named(site.plus_code) == Tile.at(*place, 1)
        assert Tile.named(site.plus_code[:4]) == Tile.at(*place, 8000)


def test_runs_hold_each_tile_once() -> None:
    def in_runs(tiles: list[Tile], side: int) -> Iterator[Tile]:
        return tiles_of(runs_of(tiles, side), side)

    square = [Tile(400, y, x) for y, x in product((3, 4), (7, 8, 10))]
    parts = list(in_runs(square, 80))
    assert len(parts) == len(set(parts)) == len(square) * 25
    assert {(part.y // 5, part.x // 5) for part in parts} == {(tile.y, tile.x) for tile in square}
    assert len(runs_in(Box(0.001, 179.91, 0.01, -179.99), 400)) == 2


def test_impossible_sight_is_answered_with_the_world(ana: User) -> None:
    assert Sight(listing(ana, {}), ALL, 19).detail < 8
    assert Sight(listing(ana, {}), Box(-90, 2, 90, 2.0001), 19).detail < 12

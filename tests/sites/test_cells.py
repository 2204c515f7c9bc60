"""Counts by cell: whatever changes sites, the numbers are those of the table."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from crm.changes.bulk import update_rows
from crm.changes.current import SystemActor, change_set
from crm.demo.generation import generate
from sites.map.cells import fold_cells
from sites.map.grid import UNITS
from sites.models import Site, SiteCell
from sites.models.cell import PROPERTIES, SIDES
from tests.sites.test_distance import place_sites

pytestmark = pytest.mark.django_db
Cell = tuple[Any, ...]  # side, y, x and the properties


def counted() -> dict[Cell, tuple[int, int]]:
    """What the rows of each cell add up to: sites, and the sum of their latitudes in millionths."""
    sites: Counter[Cell] = Counter()
    latitudes: Counter[Cell] = Counter()
    for side, y, x, *properties, count, latitude in SiteCell.objects.values_list(
        "side", "y", "x", *PROPERTIES, "sites", "latitude"
    ):
        key = (side, y, x, *properties)
        sites[key] += count
        latitudes[key] += latitude
    return {key: (count, latitudes[key]) for key, count in sites.items() if count}


def expected() -> dict[Cell, tuple[int, int]]:
    sites: Counter[Cell] = Counter()
    latitudes: Counter[Cell] = Counter()
    for site in Site.objects.all():
        row = min(int((site.latitude + 90) * UNITS), 180 * UNITS - 1)
        column = int((site.longitude + 180) * UNITS) % (360 * UNITS)
        alike = (site.country.code, site.site_type, site.location_source, site.accuracy, site.confirmed_at is None)
        for side in SIDES:
            key = (side, row // side, column // side, *alike, site.region_id or 0, site.is_archived)
            sites[key] += 1
            latitudes[key] += int(site.latitude * 1_000_000)
    return {key: (count, latitudes[key]) for key, count in sites.items()}


def test_new_moved_and_archived_sites_are_counted_where_they_are() -> None:
    first, second, *_ends = place_sites(("51.5", "-0.1"), ("51.501", "-0.1"), (90, 0), (0, 180))
    assert counted() == expected()
    assert {key[2] for key in counted() if key[0] == UNITS} == {179, 180, 0}  # 180° lies with −180°
    with change_set(by=SystemActor("tests"), verb="prepare"):
        update_rows(Site.objects.filter(pk=first.pk), latitude=Decimal("-33.9"), country="ZA")
        update_rows(Site.objects.filter(pk=second.pk), name="Elsewhere")
    assert counted() == expected()
    assert len(counted()) == 4 * len(SIDES)


def test_folding_changes_no_number_and_leaves_one_row_a_cell() -> None:
    place_sites(("51.5", "-0.1"), ("51.5001", "-0.1"), ("51.5", "-0.1"))
    assert SiteCell.objects.count() == 3 * len(SIDES)
    before = counted()
    assert fold_cells() == len(SIDES)
    assert SiteCell.objects.count() == len(SIDES)
    assert counted() == before == expected()
    assert fold_cells() == 0


def test_generated_sites_are_counted_and_the_archived_ones_apart() -> None:
    generate(70)
    assert Site.objects.exclude(archived_at=None).exists()
    assert Site.objects.filter(customer__archived_at=None).exclude(archived_at=None).count() == 0
    assert counted() == expected()

"""Distance: great circles, right at the poles and across ±180°, answered from the index."""

import math
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from crm.changes.current import SystemActor, change_set
from customers.models import Customer, CustomerStatus
from sites.expressions import EARTH_RADIUS_KM
from sites.models import Site


def haversine(a: tuple[float, float], b: tuple[float, float]) -> float:
    (lat1, lng1), (lat2, lng2) = (tuple(map(math.radians, pair)) for pair in (a, b))
    inner = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lng2 - lng1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1, math.sqrt(inner)))


def place_sites(*points: tuple[float | str, float | str]) -> list[Site]:
    with change_set(by=SystemActor("tests"), verb="prepare"):
        status, _ = CustomerStatus.objects.get_or_create(name="Placed")
        owner = Customer.objects.filter(number="P-1").first() or Customer(
            number="P-1", kind="company", name="Placed", status=status
        )
        if owner.pk is None:
            owner.save()
        made = []
        for latitude, longitude in points:
            site = Site(
                customer=owner,
                name=f"{latitude}, {longitude}",
                country="GB",
                latitude=Decimal(str(latitude)),
                longitude=Decimal(str(longitude)),
                location_source="manual",
            )
            site.save()
            made.append(site)
    return made


@pytest.mark.django_db
@pytest.mark.feature("F066")
def test_five_kilometres_end_between_the_two_boundary_points() -> None:
    inside, outside = place_sites(("51.5523", "-0.1278"), ("51.5524", "-0.1278"))
    found = Site.objects.within(51.5074, -0.1278, 5)
    assert list(found) == [inside]
    assert found[0].distance == pytest.approx(4.9926, abs=0.001)
    assert outside not in found


@pytest.mark.django_db
def test_the_date_line_and_the_poles_are_no_borders() -> None:
    west, east, pole = place_sites(("-16.5", "179.99"), ("-16.5", "-179.99"), ("89.99", "0"))
    assert {*Site.objects.within(-16.5, 180, 5)} == {west, east}
    assert {*Site.objects.within(89.99, 180, 5)} == {pole}
    assert Site.objects.nearest(-16.5, 179.995).first() == west


@pytest.mark.django_db
def test_a_radius_question_uses_the_index() -> None:
    place_sites(("51.5", "-0.1"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "site_by_position" in Site.objects.within(51.5, -0.1, 5).explain()
    assert "site_by_position" in Site.objects.nearest(51.5, -0.1)[:5].explain()


@pytest.mark.django_db
@pytest.mark.parametrize("point", [(91, 0), (0, 181), (math.nan, 0), (0, math.inf)])
def test_no_place_on_earth_is_an_error(point: Any) -> None:
    with pytest.raises(ValueError, match="no place on Earth"):
        Site.objects.within(*point, 5)


class DistanceProperty(TestCase):
    """Distances in SQL are those of the haversine formula."""

    @settings(max_examples=60, deadline=None)
    @given(st.floats(-90, 90), st.floats(-180, 180), st.decimals(-90, 90, places=6), st.decimals(-180, 180, places=6))
    def test_distance_is_the_great_circle(self, lat: float, lng: float, site_lat: Decimal, site_lng: Decimal) -> None:
        (site,) = place_sites((str(site_lat), str(site_lng)))
        found = Site.objects.with_distance(lat, lng).get(pk=site.pk)
        expected = haversine((lat, lng), (float(site_lat), float(site_lng)))
        assert math.isclose(found.distance, expected, rel_tol=1e-6, abs_tol=1e-3)

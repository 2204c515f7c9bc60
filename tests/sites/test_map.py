"""The map's data: honest at every zoom, under every filter, across ±180°, and for those who may see it only."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from crm.changes.bulk import update_rows
from crm.changes.current import SystemActor, change_set
from sites.geocoders.memory import memory
from sites.map import sight
from sites.map.box import Box
from sites.map.clusters import box_of
from sites.map.grid import Tile
from sites.map.heaps import Heap
from sites.map.naming import addresses_in
from sites.models import Site
from staff.actions import create_user
from tests.sites.test_distance import place_sites

pytestmark = pytest.mark.django_db
LONDON = [(51.50 + n / 1000, -0.12) for n in range(6)]


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five sites are too many for pins."""
    monkeypatch.setattr(sight, "PINS", 4)
    memory.clear()  # of the towns of other tests


def asked(browser: Client, **params: Any) -> Any:
    answer = browser.get(reverse("sites:pins"), params)
    assert answer.status_code == 200, answer.content
    return answer.json()


def seen(found: Any) -> int:
    return len(found["pins"]) + sum(sites for _lat, _lng, sites in found["clusters"])


def test_few_sites_are_pins_with_their_names_and_the_nearest_to_the_middle_lead_the_list(browser: Client) -> None:
    place_sites(*LONDON, (48.85, 2.35))
    found = asked(browser, sight="51.4,-0.3,51.605,0.06", zoom=11)
    assert len(found["pins"]) == 6
    assert found["clusters"] == []
    assert found["list"].index("51.502, -0.12") < found["list"].index("51.5, -0.12")
    assert "6 sites in sight" in found["list"]


@pytest.mark.parametrize("zoom", [0, 2, 5, 7, 8, 10, 12, 13, 14, 18])
def test_many_sites_are_groups_that_add_up_at_every_zoom(browser: Client, crowded: None, zoom: int) -> None:
    place_sites(*LONDON, (48.85, 2.35), (90, 0), (-90, 0), (0, 180), (0, -180))
    found = asked(browser, sight="-90,-180,90,180", zoom=zoom)
    assert found["pins"] == []
    assert seen(found) == 11
    assert all(abs(lat) <= 90 and abs(lng) <= 180 for lat, lng, _sites in found["clusters"])


def test_filters_narrow_the_groups_as_they_narrow_the_list(browser: Client, crowded: None) -> None:
    sites = place_sites(*LONDON, (48.85, 2.35))
    with change_set(by=SystemActor("tests"), verb="prepare"):
        update_rows(Site.objects.filter(pk=sites[-1].pk), country="FR")
        update_rows(Site.objects.filter(pk=sites[0].pk), site_type="tower")
    world = {"sight": "-90,-180,90,180", "zoom": 4}
    assert seen(asked(browser, **world)) == 7
    assert seen(asked(browser, **world, country="GB")) == 6
    assert seen(asked(browser, **world, country="FR")) == 1
    assert seen(asked(browser, **world, site_type="other")) == 6
    assert seen(asked(browser, **world, site_type="tower")) == 1
    assert seen(asked(browser, **world, archived="only")) == 0
    assert seen(asked(browser, **world, latitude="51.5", longitude="-0.12", km="0.3")) == 3


def test_what_is_in_sight_may_lie_across_the_date_line(browser: Client) -> None:
    place_sites((-16.8, 179.99), (-16.8, -179.99), (-16.8, 170))
    assert seen(asked(browser, sight="-17,179,-16,-179", zoom=8)) == 2
    assert seen(asked(browser, box="-17,179,-16,-179", sight="-90,-180,90,180", zoom=2)) == 2


def test_nearest_sites_are_found_beyond_what_is_in_sight(browser: Client) -> None:
    place_sites(*LONDON, (48.85, 2.35), (-33.9, 151.2))
    found = asked(browser, sight="43,5,44,6", zoom=9, nearest=1)
    assert [name for *_, name in found["pins"]][:2] == ["48.85, 2.35", "51.5, -0.12"]
    assert found["pins"][-1][3] == "-33.9, 151.2"


@pytest.mark.parametrize("wrong", ["1,2,3", "nan,0,1,1", "60,0,50,1", "0,0,0,181", "x", "0,0,inf,1"])
def test_wrong_sight_is_refused_with_a_sentence(browser: Client, wrong: str) -> None:
    answer = browser.get(reverse("sites:pins"), {"sight": wrong})
    assert answer.status_code == 400
    assert browser.get(reverse("sites:list"), {"box": wrong}).status_code == 400


def test_unknown_filter_draws_nothing(browser: Client) -> None:
    place_sites(*LONDON)
    assert browser.get(reverse("sites:pins"), {"colour": "red"}).status_code == 400
    page = browser.get(reverse("sites:map"), {"colour": "red"})
    assert page.status_code == 400
    assert "There is no filter called “colour”." in page.content.decode()


def test_page_opens_on_the_whole_list_and_keeps_its_filters(browser: Client) -> None:
    place_sites(*LONDON, (48.85, 2.35))
    page = browser.get(reverse("sites:map"), {"q": "51.5"}).content.decode()
    assert 'data-extent="51.5,-0.12,51.505,-0.12"' in page
    assert f"{reverse('sites:list')}?q=51.5" in page
    circle = browser.get(reverse("sites:map"), {"latitude": "48", "longitude": "2", "km": "5"}).content.decode()
    assert 'data-km="5"' in circle


def test_bar_offers_every_filter_of_the_list_and_answers_with_what_is_in_force(browser: Client) -> None:
    place_sites(*LONDON)
    page = browser.get(reverse("sites:map"), {"country": "GB"})
    menus = re.findall(r'data-fill="(\w+)"', page.content.decode())
    assert menus == re.findall(r'data-fill="(\w+)"', browser.get(reverse("sites:list")).content.decode())[: len(menus)]
    assert menus[-1] == "more"
    part = browser.get(reverse("sites:map"), {"site_type": "other", "q": "51.5"}, headers={"HX-Request": "true"})
    assert part["HX-Replace-Url"] == f"{reverse('sites:map')}?site_type=other&q=51.5"
    assert 'id="map-line"' in part.content.decode()
    assert "<html" not in part.content.decode()
    wrong = browser.get(reverse("sites:map"), {"site_type": "castle"}, headers={"HX-Request": "true"})
    assert (wrong.status_code, "castle" in wrong.content.decode()) == (422, True)


def test_number_of_statements_does_not_grow(browser: Client, django_assert_max_num_queries: Any) -> None:
    place_sites(*LONDON, (48.85, 2.35))
    asked(browser)
    with django_assert_max_num_queries(8):
        asked(browser, sight="-90,-180,90,180", zoom=2)


def test_map_shows_nothing_to_people_without_the_permission(client: Client) -> None:
    client.force_login(create_user(by=SystemActor("tests"), email="new@example.com", name="New"))
    assert client.get(reverse("sites:pins")).status_code == 403


@pytest.mark.parametrize(
    ("points", "box"),
    [
        ([(1, 2)], Box(1, 2, 1, 2)),
        ([(1, 2), (3, -4)], Box(1, -4, 3, 2)),
        ([(0, 179), (5, -178), (1, 170)], Box(0, 170, 5, -178)),
    ],
)
def test_smallest_box_goes_the_shorter_way_round(points: list[tuple[float, float]], box: Box) -> None:
    assert box_of(points) == box
    assert box_of([]) is None


def test_box_around_a_circle_holds_it() -> None:
    assert Box.around(89.99, 0, 5) == Box(pytest.approx(89.945, abs=0.001), -180, 90, 180)
    across = Box.around(-16.8, 179.99, 5)
    assert across.west == pytest.approx(179.943, abs=0.001)
    assert across.east == pytest.approx(-179.963, abs=0.001)
    assert Box.read(across.written()).width == pytest.approx(across.width, abs=1e-5)


def test_index_serves_a_small_box() -> None:
    place_sites((51.5, -0.1))
    assert "<@" in str(Site.objects.in_box(Box(51, -1, 52, 1)).query)
    assert "<@" not in str(Site.objects.in_box(Box(-60, -170, 60, 170)).query)


def test_list_of_a_circle_begins_with_the_nearest_page_after_page(browser: Client) -> None:
    place_sites(*LONDON)
    circle = {"latitude": "51.5031", "longitude": "-0.12", "km": "5", "per_page": "4"}
    first = browser.get(reverse("sites:list"), circle).context["listing"].window
    assert [row.name for row in first.rows] == ["51.503, -0.12", "51.504, -0.12", "51.502, -0.12", "51.505, -0.12"]
    rest = browser.get(reverse("sites:list"), circle | first.next).context["listing"].window
    assert [row.name for row in rest.rows] == ["51.501, -0.12", "51.5, -0.12"]
    by_name = browser.get(reverse("sites:list"), circle | {"sort": "-name"}).context["listing"].window
    assert by_name.rows[0].name == "51.505, -0.12"


def test_circle_in_a_town_counts_no_more_than_it_must(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sites.listing.CAP", 3)
    monkeypatch.setattr("crm.pages.counting.CAP", 3)
    place_sites(*LONDON, *LONDON)
    circle = {"latitude": "51.503", "longitude": "-0.12", "km": "500", "per_page": "2"}
    assert str(browser.get(reverse("sites:list"), circle).context["listing"].count) == "3+"
    few = browser.get(reverse("sites:list"), {**circle, "km": "0.05"}).context["listing"]
    assert (str(few.count), len(few.window.rows)) == ("2", 2)


@pytest.mark.parametrize("zoom", [0, 3, 4])
def test_a_group_is_named_after_the_town_where_most_of_its_sites_stand(
    browser: Client, crowded: None, zoom: int
) -> None:
    """And not after the village in the middle between the towns."""
    towns = {
        "Paris": [(48.8566 + n / 1e4, 2.3522) for n in range(6)],
        "Lyon": [(45.7578, 4.832)] * 4 + [(45.76, 4.84)],
        "Montargis": [(47.6, 3.35), (47.9977, 2.7359)],
    }
    with change_set(by=SystemActor("tests"), verb="prepare"):
        for city, points in towns.items():
            made = place_sites(*points)
            kind = "tower" if city == "Lyon" else "other"
            update_rows(Site.objects.filter(pk__in=[site.pk for site in made]), city=city, site_type=kind)
    world = {"sight": "-60,-180,75,180", "zoom": zoom}
    assert re.findall("Around ([^<]+)<", asked(browser, **world)["list"]) == ["Paris"]
    assert re.findall("Around ([^<]+)<", asked(browser, **world, site_type="tower")["list"])[0] == "Lyon"
    with connection.execute_wrapper(without_cells_of_towns):  # found once, kept for a while
        assert re.findall("Around ([^<]+)<", asked(browser, **world)["list"]) == ["Paris"]


def without_cells_of_towns(execute: Any, sql: str, params: Any, *rest: Any) -> Any:
    assert "sites_sitecell" not in sql or 80 not in params
    return execute(sql, params, *rest)


def test_a_heap_behind_whose_place_no_site_is_left_has_no_name() -> None:
    place_sites((48.85, 2.35))
    gone = Heap(Tile(80, 17_900, 35_900), 1, 89_500_000, 179_500_000)
    here = Heap(Tile(80, 13_885, 18_235), 1, 48_850_000, 2_350_000)
    assert addresses_in([gone, here], {}) == [("", ""), ("", "")]
    assert addresses_in([], {}) == []

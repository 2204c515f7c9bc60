"""Locations that cannot be right are found, said why, and answered or mended."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from crm.background.models import BackgroundJob
from crm.background.registry import Silent
from sites.actions import archive_site, change_site, confirm_location, move_pin
from sites.actions.checking import check_locations
from sites.models import LocationDoubt, Site
from sites.tasks import check
from staff.models import User
from tests.factories import CustomerFactory, SiteFactory, person

pytestmark = pytest.mark.django_db


def found() -> list[tuple[str, str]]:
    """Every doubt that stands after a check, as site and sentence."""
    check_locations(Silent())
    return [(doubt.site.name, doubt.sentence) for doubt in LocationDoubt.objects.standing().order_by("pk")]


def later(days: int) -> Any:
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=True)


@pytest.mark.feature("X19")
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"latitude": 0, "longitude": 0}, "The pin is at 0, 0"),
        ({"latitude": 4.8333, "longitude": 45.7601}, "far outside the country"),
        ({"country": "GB", "city": ""}, "far outside the country"),
        ({"city": "Marseille"}, "The pin is 277 km from Marseille."),
    ],
)
def test_a_location_that_cannot_be_right_is_found(values: dict[str, Any], sentence: str) -> None:
    SiteFactory(name="Shop", **values)
    SiteFactory(name="Fine", line1="9 rue Mercière", latitude=45.7625, longitude=4.8341)
    [(name, said)] = found()
    assert name == "Shop" and sentence in said


@pytest.mark.feature("X2")
def test_only_a_pin_far_outside_its_country_is_found() -> None:
    for name, country, latitude, longitude in [
        ("Bonifacio", "FR", 41.6, 9.3),  # the south of Corsica
        ("Auckland", "NZ", -36.85, 174.76),
        ("Swapped", "FR", 4.8333, 45.7601),
        ("Unsigned", "US", 39.57, 105.0),
        ("McMurdo", "AQ", -77.85, 166.67),  # has no towns: not judged
    ]:
        SiteFactory(name=name, country=country, city="", latitude=latitude, longitude=longitude)
    assert [name for name, _said in found()] == ["Swapped", "Unsigned"]


@pytest.mark.feature("X2")
def test_a_plus_code_in_the_text_that_is_elsewhere_is_found() -> None:
    london = {"latitude": 51.5074, "longitude": -0.1278, "country": "GB", "city": "London"}
    SiteFactory(name="Right", line1="9C3XGV4C+XV", **london)
    SiteFactory(name="Wrong", line1="9C3XGPHC+3Q", **{**london, "latitude": 51.5075})
    assert found() == [("Wrong", "The text says 9C3XGPHC+3Q, which is 10.6 km from the pin.")]


def test_one_of_several_towns_of_a_name_is_enough() -> None:
    SiteFactory(city="Saint-Denis", country="FR", latitude=48.9362, longitude=2.3574)
    assert found() == []


def test_several_addresses_at_one_pin_are_found_and_several_homes_of_a_house_are_not() -> None:
    SiteFactory(name="Flat 1", latitude=45.75, longitude=4.83)
    SiteFactory(name="Flat 2", latitude=45.75, longitude=4.83)
    SiteFactory(name="A", line1="1 rue Neuve")
    SiteFactory(name="B", line1="2 rue Neuve")
    SiteFactory(name="Somewhere in Lyon", line1="3 rue Neuve", accuracy="approximate")
    SiteFactory(name="Gone", line1="4 rue Neuve", archived=True)
    said = "1 other site with another address stands at this very pin."
    assert found() == [("A", said), ("B", said)]


def test_mending_answers_a_doubt_at_once(ana: User) -> None:
    site = SiteFactory(latitude=4.8333, longitude=45.7601)
    assert len(found()) == 1
    move_pin(site, by=ana, latitude=45.7601, longitude=4.8333)
    assert not LocationDoubt.objects.standing()
    assert found() == []


def test_a_change_that_mends_nothing_is_found_again(ana: User) -> None:
    site = SiteFactory(latitude=4.8333, longitude=45.7601)
    found()
    change_site(site, by=ana, name="Other")
    assert len(found()) == 1


def test_whoever_confirms_the_pin_has_answered_until_the_facts_change(ana: User) -> None:
    site = SiteFactory(city="Marseille")
    found()
    confirm_location(site, by=ana)
    with later(1):
        assert found() == []
        change_site(Site.objects.get(), by=ana, city="Nice", confirmed=True)
    with later(2):
        assert [sentence for _name, sentence in found()] == ["The pin is 299 km from Nice."]


def test_a_confirmed_pin_is_doubted_too(ana: User) -> None:
    SiteFactory(latitude=4.8333, longitude=45.7601, confirmed=True)
    assert len(found()) == 1


def test_an_archived_site_is_not_doubted(ana: User) -> None:
    site = SiteFactory(latitude=0, longitude=0)
    found()
    archive_site(site, by=ana)
    assert not LocationDoubt.objects.standing()
    assert found() == [] and not LocationDoubt.objects.exists()


def test_the_page_says_what_is_wrong_and_leads_to_where_it_is_mended(ana: User, client: Client) -> None:
    client.force_login(ana)
    site = SiteFactory(name="Shop", customer=CustomerFactory(name="Orange"), latitude=0, longitude=0)
    assert "Nothing speaks against any location" in client.get("/sites/doubts/").text
    found()
    page = client.get("/sites/doubts/?kind=zero").text
    assert "The pin is at 0, 0" in page and f'href="/sites/{site.pk}/edit/"' in page
    assert "The pin is at 0, 0" not in client.get("/sites/doubts/?kind=far").text
    doubt = LocationDoubt.objects.get()
    client.post("/sites/doubts/bulk/right/", {"pk": [doubt.pk], "confirm": "1", "seen": "1"})
    assert Site.objects.get().confirmed_by == ana
    assert "The pin is at 0, 0" not in client.get("/sites/doubts/").text


def test_the_check_is_run_again_from_the_page(ana: User, client: Client) -> None:
    client.force_login(ana)
    SiteFactory(latitude=0, longitude=0)
    client.post("/sites/doubts/check/")
    assert "Waiting for a worker" in client.get("/sites/doubts/").text
    assert check(Silent(), **BackgroundJob.objects.get().arguments) == "1 doubtful location."
    client.force_login(person("vic"))
    assert client.post("/sites/doubts/check/").status_code == 403

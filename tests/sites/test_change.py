"""Changing a site: what a new address and a new pin mean for how sure we are."""

from decimal import Decimal
from typing import Any

import pytest

from crm.changes.tracked import StaleVersion
from crm.errors import DomainError
from sites.actions import change_site, confirm_location, move_pin
from sites.models import Site
from staff.models import User
from tests.factories import SiteFactory


def fresh(site: Site) -> Site:
    return Site.objects.get(pk=site.pk)


@pytest.mark.parametrize(
    "address", [{"line1": "5 rue des Archers"}, {"city": "Villeurbanne"}, {"postal_code": "69100"}, {"country": "BE"}]
)
def test_a_new_address_makes_the_pin_one_to_confirm(ana: User, address: dict[str, Any]) -> None:
    site = SiteFactory(confirmed=True)
    assert not Site.objects.to_confirm().exists()
    site = change_site(site, by=ana, **address)
    assert Site.objects.to_confirm().get().to_confirm
    assert (site.latitude, site.location_source) == (Decimal("45.760100"), "search")


@pytest.mark.parametrize("other", [{"line2": "Flat 3"}, {"name": "Depot"}, {"address_note": "Red barn"}])
@pytest.mark.feature("F061")
def test_what_is_not_about_the_place_leaves_the_confirmation_alone(ana: User, other: dict[str, Any]) -> None:
    assert not fresh(change_site(SiteFactory(confirmed=True), by=ana, **other)).to_confirm


def test_a_new_address_that_the_person_checked_stays_confirmed(ana: User) -> None:
    assert not fresh(change_site(SiteFactory(), by=ana, line1="5 rue des Archers", confirmed=True)).to_confirm


@pytest.mark.feature("F052")
def test_new_coordinates_bring_their_own_source_and_code(ana: User) -> None:
    site = SiteFactory(provider="google", provider_place_id="ChIJ1", confirmed=True)
    moved = fresh(change_site(site, by=ana, latitude=Decimal("51.5074"), longitude=Decimal("-0.1278")))
    assert (moved.location_source, moved.accuracy, moved.provider, moved.provider_place_id) == (
        "manual",
        "unknown",
        "",
        "",
    )
    assert (moved.plus_code, moved.to_confirm) == ("9C3XGV4C+XV", True)
    assert moved.located_at > site.located_at


def test_nothing_is_written_where_nothing_differs(ana: User) -> None:
    site = SiteFactory(confirmed=True)
    same = change_site(site, by=ana, name=site.name, latitude=45.7601, longitude=4.8333, city="Lyon ")
    assert same.version == site.version
    assert site.history.count() == 1


def test_a_stale_form_never_overwrites(ana: User) -> None:
    site = SiteFactory()
    change_site(site, by=ana, version=site.version, name="First")
    for act in (change_site, confirm_location):
        with pytest.raises(StaleVersion):
            act(site, by=ana, version=site.version)
    assert fresh(site).name == "First"


@pytest.mark.parametrize("bad", [{"latitude": 45}, {"latitude": 91, "longitude": 0}, {"country": ""}])
def test_bad_values_are_refused(ana: User, bad: dict[str, Any]) -> None:
    with pytest.raises(DomainError):
        change_site(SiteFactory(), by=ana, **bad)


def test_confirming_says_who_and_when(ana: User) -> None:
    site = fresh(confirm_location(SiteFactory(), by=ana))
    assert site.confirmed_by == ana
    assert site.confirmed_at is not None
    assert site.history.first().change_set.verb == "confirm_location"


@pytest.mark.feature("F049")
@pytest.mark.feature("F059")
def test_a_moved_pin_is_exact_and_confirmed_and_keeps_the_typed_address(ana: User) -> None:
    site = SiteFactory(provider="google", provider_place_id="ChIJ1")
    moved = fresh(move_pin(site, by=ana, latitude=51.5074, longitude=-0.1278))
    assert (moved.plus_code, moved.location_source, moved.accuracy) == ("9C3XGV4C+XV", "pin", "exact")
    assert (moved.confirmed_by, moved.provider, moved.line1) == (ana, "", site.line1)


@pytest.mark.feature("F050")
def test_the_address_at_the_pin_replaces_the_typed_one_only_when_given(ana: User) -> None:
    address = {"line1": "Trafalgar Square", "city": "London", "country": "GB"}
    moved = fresh(move_pin(SiteFactory(), by=ana, latitude=51.5074, longitude=-0.1278, address=address))
    assert (moved.line1, moved.city, moved.country.code) == ("Trafalgar Square", "London", "GB")
    assert not moved.to_confirm


def test_an_archived_site_is_changed_by_nobody(ana: User) -> None:
    site = SiteFactory(archived=True)
    with pytest.raises(DomainError, match="is archived"):
        change_site(site, by=ana, name="New")
    with pytest.raises(DomainError, match="is archived"):
        move_pin(site, by=ana, latitude=1, longitude=1)
    with pytest.raises(DomainError, match="is archived"):
        confirm_location(site, by=ana)

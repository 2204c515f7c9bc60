"""Places without coordinates wait in a queue and leave it as sites or with a reason."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError

from crm.errors import DomainError
from customers.actions import archive_customer
from sites.actions import locate_pending, propose_location, queue_site, refuse_pending, restore_pending
from sites.geocoders import Place
from sites.models import PendingSite, Site
from staff.models import User
from tests.factories import CustomerFactory, SiteFactory

PLACE = Place(Decimal("45.760100"), Decimal("4.833300"), "interpolated", "google", "ChIJ1")


@pytest.fixture
def pending(ana: User) -> PendingSite:
    return queue_site(
        CustomerFactory(),
        by=ana,
        name="Shop 12",
        line1="4 rue des Archers",
        city="Lyon",
        country="FR",
        address_note="Back door",
        source="stores.csv, line 12",
    )


def waiting() -> list[PendingSite]:
    return list(PendingSite.objects.waiting())


@pytest.mark.feature("X18")
def test_an_accepted_proposal_becomes_a_confirmed_site(ana: User, pending: PendingSite) -> None:
    assert not pending.is_asked
    pending = propose_location(pending, by=ana, question=pending.question, place=PLACE)
    assert pending.is_asked
    site = Site.objects.get(pk=locate_pending(pending, by=ana).pk)
    assert (site.customer, site.name, site.city, site.address_note) == (
        pending.customer,
        "Shop 12",
        "Lyon",
        "Back door",
    )
    assert (site.latitude, site.accuracy, site.location_source) == (PLACE.latitude, "interpolated", "search")
    assert (site.provider, site.provider_place_id, site.confirmed_by) == ("google", "ChIJ1", ana)
    assert (waiting(), site.pending) == ([], pending)


def test_the_pin_of_a_person_wins_over_the_proposal(ana: User, pending: PendingSite) -> None:
    pending = propose_location(pending, by=ana, question=pending.question, place=PLACE)
    site = locate_pending(pending, by=ana, latitude=51.5074, longitude=-0.1278, name="Shop twelve", country="GB")
    site = Site.objects.get(pk=site.pk)
    assert (site.plus_code, site.location_source, site.accuracy, site.provider) == ("9C3XGV4C+XV", "pin", "exact", "")
    assert (site.name, site.country.code) == ("Shop twelve", "GB")


@pytest.mark.feature("F054")
def test_nobody_locates_a_place_without_coordinates(ana: User, pending: PendingSite) -> None:
    nothing = propose_location(pending, by=ana, question=pending.question, place=None)
    assert nothing.is_asked
    with pytest.raises(DomainError, match="Set the location"):
        locate_pending(nothing, by=ana)
    assert waiting() == [pending]
    assert not Site.objects.exists()


def test_an_answer_to_an_address_corrected_meanwhile_is_dropped(ana: User, pending: PendingSite) -> None:
    same = propose_location(pending, by=ana, question="5 rue des Archers, Lyon, FR", place=PLACE)
    assert (same.latitude, same.is_asked) == (None, False)


def test_a_place_is_refused_with_a_reason_and_comes_back(ana: User, pending: PendingSite) -> None:
    with pytest.raises(DomainError, match="Say why"):
        refuse_pending(pending, by=ana, reason=" ")
    refused = refuse_pending(pending, by=ana, reason="Closed in 2019")
    assert (refused.archive_batch.reason, waiting()) == ("Closed in 2019", [])
    assert restore_pending(refused, by=ana) == pending
    assert waiting() == [pending]


@pytest.mark.parametrize("leave", ["site", "refused"])
def test_a_place_leaves_the_queue_once(ana: User, pending: PendingSite, leave: str) -> None:
    if leave == "site":
        locate_pending(pending, by=ana, latitude=1, longitude=1)
    else:
        refuse_pending(pending, by=ana, reason="Twice in the file")
    with pytest.raises(DomainError, match="left the queue"):
        locate_pending(pending, by=ana, latitude=1, longitude=1)
    with pytest.raises(DomainError, match="left the queue"):
        propose_location(pending, by=ana, question=pending.question, place=PLACE)


def test_the_queue_of_an_archived_customer_is_empty(ana: User, pending: PendingSite) -> None:
    archive_customer(pending.customer, by=ana)
    assert waiting() == []
    with pytest.raises(DomainError, match="archived"):
        restore_pending(pending, by=ana)
    with pytest.raises(DomainError, match="archived"):
        queue_site(pending.customer, by=ana, name="Another")


@pytest.mark.parametrize("bad", [{"name": " "}, {"country": "XK"}, {"postal_code": "1" * 21}])
def test_bad_values_are_refused(ana: User, bad: dict[str, Any]) -> None:
    with pytest.raises(DomainError):
        queue_site(CustomerFactory(), by=ana, **{"name": "Shop", **bad})


@pytest.mark.django_db
def test_the_database_knows_no_country_outside_iso_3166(ana: User) -> None:
    site = SiteFactory()
    with pytest.raises(IntegrityError, match="site_has_a_country"):
        Site.objects.filter(pk=site.pk).update(country="XK")

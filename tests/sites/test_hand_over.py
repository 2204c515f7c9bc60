"""A site passes from one customer to another; the place stays, the papers do not follow."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from crm.errors import DomainError
from customers.models import Customer
from sites.actions import create_site, hand_over_site
from sites.actions.hand_over import _movers, register_mover
from sites.models import Site, SiteOccupancy
from staff.models import User
from tests.factories import CustomerFactory, SiteFactory

TODAY = timezone.localdate()


@pytest.fixture
def movers() -> Iterator[list[Any]]:
    before = list(_movers)
    yield _movers
    _movers[:] = before


def test_moving_out_and_in_are_dated_and_the_site_keeps_its_history(ana: User) -> None:
    site = SiteFactory(confirmed=True)
    former, heir, third = site.customer, CustomerFactory(), CustomerFactory()
    site = hand_over_site(site, by=ana, customer=heir, on=TODAY, reason="Sold the shop")
    assert (site.customer, site.confirmed_by) == (heir, ana)
    assert [(each.customer, each.moved_out_on) for each in site.occupancies.order_by("pk")] == [
        (former, TODAY),
        (heir, None),
    ]
    change_set = site.history.first().change_set
    assert (change_set.verb, change_set.reason) == ("hand_over_site", "Sold the shop")
    assert set(change_set.customers.values_list("customer_id", flat=True)) == {former.pk, heir.pk}

    hand_over_site(site, by=ana, customer=third, on=TODAY)
    assert SiteOccupancy.objects.filter(site=site, moved_out_on__isnull=True).get().customer == third
    assert SiteOccupancy.objects.on(TODAY).get().customer == third


def test_what_stays_at_the_place_moves_in_the_same_transaction(ana: User, movers: list[Any]) -> None:
    site, heir = SiteFactory(), CustomerFactory()
    former = site.customer
    seen: list[tuple[Site, Customer, Customer]] = []
    register_mover(lambda *moved: seen.append(moved))
    hand_over_site(site, by=ana, customer=heir, on=TODAY)
    assert seen == [(site, former, heir)]

    def refuse(*moved: object) -> None:
        raise DomainError("An active service must end first.")

    register_mover(refuse)
    with pytest.raises(DomainError, match="active service"):
        hand_over_site(site, by=ana, customer=former, on=TODAY)
    assert Site.objects.get(pk=site.pk).customer == heir
    assert site.occupancies.count() == 2


def test_days_that_cannot_be_are_refused(ana: User) -> None:
    site, heir, third = SiteFactory(), CustomerFactory(), CustomerFactory()
    with pytest.raises(DomainError, match="not before") as refusal:
        hand_over_site(site, by=ana, customer=heir, on=TODAY + timedelta(days=1))
    assert refusal.value.field == "on"
    hand_over_site(site, by=ana, customer=heir, on=date(2020, 5, 1))
    with pytest.raises(DomainError, match="only since"):
        hand_over_site(site, by=ana, customer=third, on=date(2020, 4, 30))


def test_neither_its_own_nor_an_archived_customer_gets_a_site(ana: User) -> None:
    site = SiteFactory()
    for customer, why in ((site.customer, "already"), (CustomerFactory(archived=True), "archived")):
        with pytest.raises(DomainError, match=why):
            hand_over_site(site, by=ana, customer=customer, on=TODAY)
    assert not site.occupancies.exists()


def test_a_customer_without_its_site_can_have_a_new_one_there(ana: User) -> None:
    site = SiteFactory()
    former = site.customer
    hand_over_site(site, by=ana, customer=CustomerFactory(), on=TODAY)
    again = create_site(former, by=ana, name=site.name, country="FR", latitude=site.latitude, longitude=site.longitude)
    assert again.plus_code == Site.objects.get(pk=site.pk).plus_code

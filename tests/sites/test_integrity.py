"""Sites whose pin cannot be right, or about which nobody is sure."""

from decimal import Decimal

import pytest

from sites.actions import change_site
from sites.models import Site
from staff.models import User
from tests.factories import SiteFactory


@pytest.mark.feature("X19")
def test_a_site_at_zero_zero_is_found(ana: User) -> None:
    SiteFactory()
    lost = SiteFactory(latitude=Decimal(0), longitude=Decimal(0))
    assert list(Site.objects.at_null_island()) == [lost]


@pytest.mark.feature("X2")
def test_a_pin_far_outside_its_country_is_found(ana: User) -> None:
    SiteFactory()
    SiteFactory(country="FR", latitude=Decimal("41.6"), longitude=Decimal("9.3"))  # the south of Corsica
    SiteFactory(country="NZ", latitude=Decimal("-36.85"), longitude=Decimal("174.76"))
    swapped = SiteFactory(country="FR", latitude=Decimal("4.8333"), longitude=Decimal("45.7601"))
    unsigned = SiteFactory(country="US", latitude=Decimal("39.57"), longitude=Decimal("105.0"))
    SiteFactory(country="AQ", latitude=Decimal("-77.85"), longitude=Decimal("166.67"))  # has no towns: not judged
    assert set(Site.objects.outside_their_country()) == {swapped, unsigned}


def test_two_live_sites_at_one_pin_are_both_found(ana: User) -> None:
    first, second = SiteFactory(), SiteFactory()
    elsewhere = {"latitude": Decimal("45.7602"), "longitude": Decimal("4.8333")}
    SiteFactory(**elsewhere)
    SiteFactory(**elsewhere, archived=True)
    assert set(Site.objects.sharing_a_pin()) == {first, second}


def test_an_address_changed_after_confirming_is_to_confirm(ana: User) -> None:
    site = SiteFactory(confirmed=True)
    assert not Site.objects.to_confirm().exists()
    change_site(site, by=ana, line1="9 rue des Archers")
    assert list(Site.objects.to_confirm()) == [site]

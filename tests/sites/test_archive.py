"""Sites leave with their customer or alone, and come back the same."""

import pytest

from crm.errors import DomainError
from customers.actions import archive_customer, restore_customer
from sites.actions import archive_site, restore_site
from sites.models import Site
from staff.models import User
from tests.factories import SiteFactory


def test_sites_leave_and_return_with_their_customer(ana: User) -> None:
    site = SiteFactory(confirmed=True)
    other = SiteFactory(customer=site.customer, archived=True)
    customer = archive_customer(site.customer, by=ana)
    assert not Site.objects.live().exists()
    with pytest.raises(DomainError, match="restore that first"):
        restore_site(site, by=ana)

    restore_customer(customer, by=ana)
    assert list(Site.objects.live()) == [site]
    other.refresh_from_db()
    assert other.is_archived


def test_an_archived_site_returns_confirmed_as_it_was(ana: User) -> None:
    site = archive_site(SiteFactory(confirmed=True), by=ana, reason="Closed")
    assert (site.archive_batch.reason, site in Site.objects.live()) == ("Closed", False)
    site = restore_site(site, by=ana)
    assert site in Site.objects.live()
    assert site.confirmed_by == ana

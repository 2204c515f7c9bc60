"""What people are to customers."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from contacts.actions import (
    add_contact,
    change_contact_type,
    change_link,
    create_contact_type,
    link_contact,
    restore_link,
    unlink_contact,
)
from contacts.authority import has_authority, refuse_without_authority
from contacts.models import ContactType, CustomerContact
from crm.changes.current import change_set
from crm.errors import DomainError
from customers.actions import archive_customer, restore_customer
from sites.actions import archive_site
from staff.models import User
from tests.factories import ContactFactory, CustomerFactory, LinkFactory, SiteFactory, person


@pytest.fixture
def billing(db: None) -> ContactType:
    return ContactType.objects.get(name="Billing")


@pytest.mark.feature("F078", "X5")
def test_outside_technician_serves_two_customers(ana: User) -> None:
    outside = ContactFactory(employer="Fix-IT Ltd")
    technical = ContactType.objects.get(name="Technical")
    for customer in (CustomerFactory(), CustomerFactory()):
        link_contact(outside, by=ana, customer=customer, types=[technical], may_receive=True)
    assert outside.links.live().count() == 2
    assert {str(kind) for link in outside.links.all() for kind in link.types.all()} == {"Technical"}


@pytest.mark.feature("F077", "X6")
def test_customer_has_several_contacts_of_one_type(ana: User, billing: ContactType) -> None:
    customer = CustomerFactory()
    for name in ("Ada", "Bo"):
        add_contact(customer, by=ana, given_name=name, family_name="Lind", link={"types": [billing]})
    assert customer.contact_links.live().filter(types=billing).count() == 2


def test_first_contact_is_the_primary_one_until_another_takes_over(ana: User) -> None:
    first = LinkFactory()
    second = LinkFactory(customer=first.customer)
    assert (first.primary, second.primary) == (True, False)
    change_link(second, by=ana, primary=True)
    first.refresh_from_db()
    assert not first.primary


def test_database_refuses_a_second_primary_contact(ana: User) -> None:
    first = LinkFactory()
    second = LinkFactory(customer=first.customer)
    second.primary = True
    with pytest.raises(IntegrityError, match="one_primary_contact"), transaction.atomic(), change_set(by=ana, verb="x"):
        second.save()


def test_person_is_a_contact_of_a_customer_once(ana: User) -> None:
    link = LinkFactory()
    with pytest.raises(DomainError, match="already"):
        link_contact(link.contact, by=ana, customer=link.customer)


def test_types_and_sites_are_replaced_and_retired_or_foreign_ones_refused(ana: User, billing: ContactType) -> None:
    link = LinkFactory(link={"types": [billing]})
    own, foreign = SiteFactory(customer=link.customer), SiteFactory()
    link = change_link(link, by=ana, types=[], sites=[own])
    assert not link.types.exists()
    assert list(link.sites.all()) == [own]
    with pytest.raises(DomainError, match="no site of this customer"):
        change_link(link, by=ana, sites=[foreign])
    retired = create_contact_type(by=ana, name="Fax", retired=True)
    with pytest.raises(DomainError, match="no longer in use"):
        change_link(link, by=ana, types=[retired])


@pytest.mark.feature("F075")
def test_authority_is_asked_of_each_person_and_place(ana: User) -> None:
    customer = CustomerFactory()
    covered, other = SiteFactory(customer=customer), SiteFactory(customer=customer)
    link = LinkFactory(customer=customer, link={"may_change": True, "sites": [covered]})
    person = link.contact
    assert has_authority(person, "may_change", customer=customer, site=covered)
    assert not has_authority(person, "may_change", customer=customer, site=other)
    with pytest.raises(DomainError, match="no right “may order”"):
        refuse_without_authority(person, "may_order", customer=customer)
    unlink_contact(link, by=ana)
    assert not has_authority(person, "may_change", customer=customer)


def test_contact_taken_off_returns_without_pushing_the_primary_one_out(ana: User) -> None:
    first = LinkFactory()
    gone = unlink_contact(first, by=ana)
    second = LinkFactory(customer=first.customer)
    assert second.primary
    back = restore_link(gone, by=ana)
    assert not back.is_archived
    assert not back.primary


def test_links_leave_and_return_with_the_customer(ana: User) -> None:
    link = LinkFactory()
    customer = archive_customer(link.customer, by=ana)
    assert not CustomerContact.objects.live().exists()
    restore_customer(customer, by=ana)
    assert CustomerContact.objects.live().get() == link


def test_archived_customer_gets_no_contact(ana: User) -> None:
    with pytest.raises(DomainError, match="archived"):
        link_contact(ContactFactory(), by=ana, customer=CustomerFactory(archived=True))


def test_type_and_site_that_left_since_the_form_was_shown_are_named_and_the_ticks_stay(
    browser: Client, billing: ContactType
) -> None:
    link = LinkFactory()
    site = SiteFactory(customer=link.customer, name="North shop")
    address, ticked = f"/contacts/links/{link.pk}/edit/", {"may_order": "on", "primary": "on", "version": link.version}
    by = person("ana")
    change_contact_type(billing, by=by, retired=True)
    page = browser.post(address, {**ticked, "types": [billing.pk]})
    assert page.status_code == 422
    assert "The type “Billing” is no longer in use." in page.text
    shown = [each for each in page.context["form"]["types"].subwidgets if each.data["selected"]]
    assert [each.choice_label for each in shown] == ["Billing"]
    archive_site(site, by=by)
    page = browser.post(address, {**ticked, "sites": [site.pk, "x", "9" * 30]})
    assert page.status_code == 422
    page = browser.post(address, {**ticked, "sites": [site.pk]})
    assert "North shop is no site of this customer." in page.text
    link.refresh_from_db()
    assert (link.may_order, link.types.count(), link.sites.count()) == (False, 0, 0)
    assert "North shop" not in browser.get(address).text

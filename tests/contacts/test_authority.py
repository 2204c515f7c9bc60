"""Who may ask for what, enforced by an action as later apps will have it, with who authorised it stored."""

import pytest
from django.test import Client
from django.utils import timezone

from contacts.actions import change_link, unlink_contact
from contacts.authority import authorise
from contacts.models import RIGHTS, Authorisation, Contact
from crm.changes.action import action
from crm.changes.undo import undo_change_set
from crm.errors import DomainError
from customers.models import Customer, Note
from sites.actions import hand_over_site
from sites.models import Site
from staff.models import User
from tests.factories import ContactFactory, CustomerFactory, LinkFactory, SiteFactory, person


@action
def order_router(
    customer: Customer, *, by: User, authorised_by: Contact, right: str = "may_order", site: Site | None = None
) -> Note:
    """The sample: an order as services will have it, keeping a note instead."""
    authorise(authorised_by, right, by=by, customer=customer, site=site)
    note = Note(customer=customer, author=by, body="One router")
    note.save()
    return note


@pytest.mark.feature("F075")
@pytest.mark.parametrize("right", RIGHTS)
def test_action_is_done_for_whoever_has_the_right_and_keeps_who_it_was(ana: User, right: str) -> None:
    link = LinkFactory(link={right: True})
    note = order_router(link.customer, by=ana, authorised_by=link.contact, right=right)
    kept = Authorisation.objects.get()
    assert (kept.contact, kept.right, kept.customer, kept.by) == (link.contact, right, link.customer, ana)
    assert kept.history.get().change_set == note.history.get().change_set


@pytest.mark.feature("F075")
@pytest.mark.parametrize("right", RIGHTS)
def test_without_the_right_nothing_is_done_and_nothing_kept(ana: User, right: str) -> None:
    others = {name: name != right for name in RIGHTS}
    link = LinkFactory(link=others)
    with pytest.raises(DomainError, match=f"{link.contact} has no right “{right.replace('_', ' ')}”") as refusal:
        order_router(link.customer, by=ana, authorised_by=link.contact, right=right)
    assert refusal.value.field == "authorised_by"
    assert not Note.objects.exists()
    assert not Authorisation.objects.exists()


def test_stranger_and_contact_of_another_customer_authorise_nothing(ana: User) -> None:
    elsewhere = LinkFactory(link=dict.fromkeys(RIGHTS, True)).contact
    customer = CustomerFactory()
    for someone in (ContactFactory(), elsewhere):
        with pytest.raises(DomainError, match="has no right"):
            order_router(customer, by=ana, authorised_by=someone)


def test_right_for_one_site_is_none_for_another(ana: User) -> None:
    customer = CustomerFactory()
    covered, other = SiteFactory(customer=customer), SiteFactory(customer=customer)
    contact = LinkFactory(customer=customer, link={"may_order": True, "sites": [covered]}).contact
    order_router(customer, by=ana, authorised_by=contact, site=covered)
    with pytest.raises(DomainError, match="has no right"):
        order_router(customer, by=ana, authorised_by=contact, site=other)
    assert Authorisation.objects.get().site == covered


def test_right_for_some_sites_is_none_for_the_customer_as_a_whole(ana: User) -> None:
    customer = CustomerFactory()
    contact = LinkFactory(
        customer=customer, link={"may_order": True, "sites": [SiteFactory(customer=customer)]}
    ).contact
    with pytest.raises(DomainError, match="for some sites only"):
        order_router(customer, by=ana, authorised_by=contact)
    assert not Authorisation.objects.exists()


def test_site_that_went_to_another_customer_is_out_of_the_right(ana: User) -> None:
    former = CustomerFactory()
    site = SiteFactory(customer=former)
    contact = LinkFactory(customer=former, link={"may_order": True, "sites": [site]}).contact
    site = hand_over_site(site, by=ana, customer=CustomerFactory(), on=timezone.localdate())
    for customer in (former, site.customer):
        with pytest.raises(DomainError, match="has no right"):
            order_router(customer, by=ana, authorised_by=contact, site=site)


def test_right_taken_away_and_contact_taken_off_are_refused_from_then_on_and_what_was_stays(ana: User) -> None:
    link = LinkFactory(link={"may_order": True})
    order_router(link.customer, by=ana, authorised_by=link.contact)
    for away in (lambda: change_link(link, by=ana, may_order=False), lambda: unlink_contact(link, by=ana)):
        away()
        with pytest.raises(DomainError, match="has no right"):
            order_router(link.customer, by=ana, authorised_by=link.contact)
    assert Authorisation.objects.get().contact == link.contact


def test_undoing_what_was_done_does_not_undo_that_it_was_asked_for(ana: User) -> None:
    link = LinkFactory(link={"may_order": True})
    note = order_router(link.customer, by=ana, authorised_by=link.contact)
    undo_change_set(note.history.get().change_set, by=ana)
    assert not Note.objects.filter(archived_at__isnull=True).exists()
    assert Authorisation.objects.exists()


def test_history_of_the_person_and_activity_of_the_customer_tell_who_authorised(browser: Client) -> None:
    link = LinkFactory(given_name="Ada", family_name="Lind", link={"may_order": True})
    order_router(link.customer, by=person("sofia"), authorised_by=link.contact)
    for url in (f"/contacts/{link.contact.pk}/history/", f"/customers/{link.customer.pk}/activity/"):
        page = browser.get(url).content.decode()
        assert "Ada Lind: may order" in page
        assert "Sofia" in page

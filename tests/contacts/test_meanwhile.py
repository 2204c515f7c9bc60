"""What somebody relies on while somebody else changes it: the later one waits, and sees what the first one did."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from contacts.actions import (
    EmailLine,
    add_warning,
    archive_contact,
    change_contact,
    change_contact_type,
    change_link,
    create_contact_type,
    erase_contact,
    link_contact,
    record_consent,
    unlink_contact,
)
from contacts.gate.check import Blocked
from contacts.models import Consent, Contact, ContactType, CoveredSite, CustomerContact, Purpose
from crm.errors import DomainError
from crm.imports.models import ImportRow
from crm.imports.states import BatchState
from customers.actions import archive_customer, change_customer_status, create_customer_status, restore_customer
from customers.models import Note
from sites.actions import archive_site, hand_over_site
from staff.models import User
from tests.contacts.at_once import at_once, overlapping
from tests.contacts.gated import book_visit
from tests.factories import ContactFactory, CustomerFactory, LinkFactory, SiteFactory, StatusFactory, person
from tests.importing import applied, checked, errors, upload

NEWS = Purpose.NEWS_BY_EMAIL


@pytest.fixture
def boss(transactional_db: None) -> User:
    return person("ana")


def told(raised: list[BaseException | None]) -> list[str]:
    """What those who were refused read; nobody else raised anything."""
    refused = [each for each in raised if each is not None]
    assert all(isinstance(each, DomainError) for each in refused), refused
    return [str(each) for each in refused]


@pytest.mark.feature("F097")
def test_of_two_opposite_decisions_at_once_both_are_kept_and_the_later_one_counts(boss: User) -> None:
    contact = ContactFactory()
    for _attempt in range(5):
        yes, no = (
            lambda granted=granted: record_consent(
                contact, by=boss, purpose=NEWS, granted=granted, source="phone", text_version="1"
            )
            for granted in (True, False)
        )
        assert told(at_once(yes, no)) == []
        newest, other = Consent.objects.order_by("-pk")[:2]
        assert newest.decided_at >= other.decided_at
        assert {newest.granted, other.granted} == {True, False}
        assert Contact.objects.consenting(NEWS).filter(pk=contact.pk).exists() == newest.granted


@pytest.mark.feature("F090")
@pytest.mark.parametrize("on", ["customer", "site"])
def test_block_waits_for_the_visit_that_is_being_booked_and_the_next_one_for_the_block(boss: User, on: str) -> None:
    site = SiteFactory()
    customer, target = site.customer, site.customer if on == "customer" else site

    def book() -> None:
        book_visit(customer, by=person("sofia"), site=site)

    def block() -> None:
        add_warning(target, by=boss, message="Asbestos", level="block")

    assert overlapping(book, block) == [None, None]
    assert Note.objects.count() == 1
    other = SiteFactory()
    customer, site, target = other.customer, other, other.customer if on == "customer" else other
    raised = overlapping(block, book)
    assert raised[0] is None
    assert isinstance(raised[1], Blocked)
    assert Note.objects.count() == 1


def test_customer_archived_while_a_visit_is_booked_is_refused(boss: User) -> None:
    customer = CustomerFactory()
    refused = told(overlapping(lambda: archive_customer(customer, by=boss), lambda: book_visit(customer, by=boss)))
    assert refused == [f"{customer} is archived. Restore it first."]


def test_person_archived_while_being_linked_is_refused_or_nobodys_contact(boss: User) -> None:
    for deeds in (0, 1):
        contact, customer = ContactFactory(), CustomerFactory()
        both = [
            lambda contact=contact: archive_contact(contact, by=boss),
            lambda contact=contact, customer=customer: link_contact(contact, by=boss, customer=customer),
        ]
        refused = told(overlapping(both[deeds], both[1 - deeds]))
        assert refused == ([] if deeds else [f"{contact} is archived. Restore it first."])
        assert not CustomerContact.objects.live().filter(customer=customer).exists()


def test_address_that_two_add_to_one_person_is_there_once(boss: User) -> None:
    contact = ContactFactory()
    for number in range(5):
        lines = [EmailLine(f"ada{number}@example.com")]
        assert told(at_once(*[lambda lines=lines: change_contact(contact, by=boss, emails=lines)] * 2)) == []
        assert [each.address for each in contact.emails.live()] == [lines[0].address]


@pytest.mark.parametrize("give", [True, False])
def test_type_retired_while_it_is_given_is_given_before_or_not_at_all(boss: User, give: bool) -> None:
    kind, link = ContactType.objects.get(name="Billing"), LinkFactory()

    def given() -> None:
        change_link(link, by=boss, types=[kind])

    def retired() -> None:
        change_contact_type(kind, by=boss, retired=True)

    refused = told(overlapping(*((given, retired) if give else (retired, given))))
    assert refused == ([] if give else ["The type “Billing” is no longer in use."])
    assert link.types.exists() == give


@pytest.mark.parametrize(
    "leave",
    [
        lambda site, boss: archive_site(site, by=boss),
        lambda site, boss: hand_over_site(site, by=boss, customer=CustomerFactory(), on=timezone.localdate()),
    ],
)
def test_site_that_leaves_while_somebody_is_to_answer_for_it_is_no_choice(
    boss: User, leave: Callable[[Any, User], Any]
) -> None:
    link = LinkFactory()
    site = SiteFactory(customer=link.customer)
    refused = told(overlapping(lambda: leave(site, boss), lambda: change_link(link, by=boss, sites=[site])))
    assert refused == [f"{site} is no site of this customer."]
    assert not CoveredSite.objects.exists()


def test_last_contact_taken_off_by_two_is_taken_off_once(boss: User) -> None:
    link = LinkFactory()
    refused = told(overlapping(*[lambda: unlink_contact(link, by=boss)] * 2))
    assert refused == [f"{link.contact} is no contact of {link.customer} any more."]
    assert link.history.count() == 2


def test_contact_taken_off_while_the_customer_is_archived_does_not_return_with_it(boss: User) -> None:
    link = LinkFactory()
    customer = link.customer
    deeds = (lambda: unlink_contact(link, by=boss), lambda: archive_customer(customer, by=boss))
    assert overlapping(*deeds) == [None, None]
    restore_customer(customer, by=boss)
    assert not CustomerContact.objects.live().filter(customer=customer).exists()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (create_contact_type, "There is already a contact type of this name."),
        (create_customer_status, "Another record has the same value where each may be used once."),
    ],
)
def test_of_two_who_give_one_name_at_once_the_later_one_is_told(
    boss: User, make: Callable[..., Any], sentence: str
) -> None:
    assert told(overlapping(*[lambda: make(by=boss, name="Twin")] * 2)) == [sentence]


def test_status_that_stops_allowing_visits_while_one_is_booked(boss: User) -> None:
    status = StatusFactory()
    customer = CustomerFactory(status=status)
    read = type(customer).objects.select_related("status").get(pk=customer.pk)
    change_customer_status(status, by=boss, allows_jobs=False)
    with pytest.raises(DomainError, match="It does not allow jobs"):
        book_visit(read, by=boss)


@pytest.mark.feature("F097")
def test_import_and_erasure_of_whom_its_file_is_named_after_wait_for_each_other(boss: User) -> None:
    for number in range(3):
        name = f"Quarring{number}"
        contact = ContactFactory(given_name="Zebulon", family_name=name, email=f"{name}@example.net")
        lines = f"first name,last name,email,job title\nZebulon,{name},{name}@example.net,Baker\n"
        batch = checked(upload("contacts", lines, by=boss, filename=f"{name}.csv"), key="emails")
        erase, bring_in = (
            lambda contact=contact: erase_contact(contact, by=boss, reason="Asked by letter"),
            lambda batch=batch: applied(batch, by=boss),
        )
        assert at_once(erase, bring_in) == [None, None]
        batch.refresh_from_db()
        assert batch.state == BatchState.APPLIED
        assert not Contact.history.filter(family_name=name).exists()
        assert not any(name in str(vars(row)) for row in ImportRow.objects.filter(batch=batch))


def test_line_with_a_site_that_left_since_the_check_is_refused(boss: User) -> None:
    """Without the site, the person would answer for every site of the customer."""
    site = SiteFactory(name="North shop")
    lines = f"first name,last name,customer,sites\nAda,Lind,{site.customer.number},North shop\n"
    batch = checked(upload("contacts", lines, by=boss))
    assert batch.counts == {"create": 1}
    archive_site(site, by=boss)
    applied(batch, by=boss)
    assert errors(batch) == ["North shop is no site of this customer."]
    assert not Contact.objects.exists()

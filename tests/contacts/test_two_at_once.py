"""People who work on one person at the same moment, or on the customer that the person is."""

import pytest

from contacts.actions import change_contact, erase_contact, link_contact
from contacts.models import Contact, CustomerContact, Erasure
from crm.changes.models import ChangeSet
from crm.errors import DomainError
from customers.actions import change_customer
from customers.models import Customer
from staff.models import User
from tests.contacts.at_once import at_once
from tests.factories import ContactFactory, CustomerFactory, person


@pytest.fixture
def boss(transactional_db: None) -> User:
    return person("ana")


def test_of_two_erasures_at_once_one_is_carried_out_and_the_other_told(boss: User) -> None:
    contact = ContactFactory(family_name="Quarrington", email="q@example.net")
    raised = at_once(*[lambda: erase_contact(contact, by=boss, reason="Asked by letter")] * 2)
    refused = [each for each in raised if each is not None]
    assert [type(each) for each in refused] == [DomainError]
    assert (Erasure.objects.count(), ChangeSet.objects.filter(verb="erase_contact").count()) == (1, 1)


def test_whoever_works_on_the_person_meanwhile_is_refused_or_erased_with_them(boss: User) -> None:
    for _attempt in range(4):
        contact = ContactFactory(given_name="Zebulon", family_name="Quarrington")
        customer = CustomerFactory()
        raised = at_once(
            lambda contact=contact: erase_contact(contact, by=boss, reason="Asked by letter"),
            lambda contact=contact: change_contact(contact, by=boss, internal_note="Quarrington rang"),
            lambda contact=contact, customer=customer: link_contact(contact, by=boss, customer=customer),
        )
        assert raised[0] is None
        assert all(each is None or isinstance(each, DomainError) for each in raised)
        erased = Contact.objects.get(pk=contact.pk)
        assert (erased.internal_note, erased.family_name) == ("", "")
        assert not erased.history.filter(internal_note__contains="Quarrington").exists()
        assert not CustomerContact.objects.filter(contact=erased, archived_at__isnull=True).exists()


def test_person_and_customer_that_are_one_are_edited_at_once_and_stay_the_same(boss: User) -> None:
    customer = CustomerFactory(individual=True, name="Eva Long", email="eva@example.com")
    contact = customer.person
    for number in range(4):
        raised = at_once(
            lambda number=number: change_contact(contact, by=boss, given_name=f"Eva{number}"),
            lambda number=number: change_customer(customer, by=boss, name=f"Ada Low{number}"),
            lambda number=number: change_contact(contact, by=boss, family_name=f"Long{number}"),
            lambda number=number: change_customer(customer, by=boss, email=f"eva{number}@example.com"),
        )
        assert raised == [None] * 4
        after = Customer.objects.get(pk=customer.pk)
        assert (after.name, after.email) == (str(after.person), str(after.person.emails.live().get()))

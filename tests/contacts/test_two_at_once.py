"""People who work on one person at the same moment, or on the customer that the person is."""

from collections.abc import Callable
from threading import Event

import pytest
from django.db import transaction

from contacts.actions import change_contact, erase_contact, link_contact
from contacts.models import Contact, CustomerContact, Erasure
from crm.changes.locking import locked
from crm.changes.models import ChangeSet
from crm.errors import DomainError
from customers.actions import change_customer
from customers.models import Customer
from staff.models import User
from tests.contacts.at_once import at_once, until_somebody_waits
from tests.factories import ContactFactory, CustomerFactory, person
from tests.importing import applied, checked, errors, upload

Deed = Callable[[Contact, Customer, User], None]


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


def linked(contact: Contact, shop: Customer, boss: User) -> None:
    link_contact(contact, by=boss, customer=shop)


def renamed(contact: Contact, _shop: Customer, boss: User) -> None:
    change_customer(contact.individual or Customer(), by=boss, name="Eva Short")


@pytest.mark.parametrize("deed", [renamed, linked])
def test_import_waits_for_whoever_holds_a_customer_before_it_holds_the_person(boss: User, deed: Deed) -> None:
    """Holding the person meanwhile, it would wait for somebody who waits for it, and the database would stop one."""
    customer, shop = CustomerFactory(individual=True, name="Eva Long", email="eva@example.com"), CustomerFactory()
    lines = f"first name,last name,email,customer,job title\nEva,Long,eva@example.com,{shop.number},Baker\n"
    batch = checked(upload("contacts", lines, by=boss), key="emails")
    assert batch.counts == {"update": 1}
    begun = Event()

    def edit() -> None:
        with transaction.atomic():
            locked(customer if deed is renamed else shop)
            begun.set()
            until_somebody_waits()
            deed(customer.person, shop, boss)

    def bring_in() -> None:
        begun.wait(timeout=30)
        applied(batch, by=boss)

    assert at_once(edit, bring_in) == [None, None]
    assert errors(batch) == [f"{Contact.objects.get()} was changed after the preview; check the file again."]
    assert not Contact.objects.filter(job_title="Baker").exists()

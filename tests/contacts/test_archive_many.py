"""Archiving and restoring many people from the list, in the same few statements for ten and for a hundred."""

from typing import Any

import pytest
from django.db import connection

from contacts.actions import archive_contacts, erase_contact, restore_contacts
from contacts.models import Contact, CustomerContact
from customers.actions import create_customer
from staff.models import User
from tests.factories import ContactFactory, LinkFactory


@pytest.mark.feature("F073")
def test_many_people_leave_and_come_back_but_those_who_are_customers_stay(ana: User) -> None:
    customer = create_customer(by=ana, kind="individual", name="Jeanne Doré")
    links = LinkFactory.create_batch(3)
    outcome = archive_contacts(Contact.objects.all(), by=ana, reason="Left")
    assert outcome.done == 3
    assert [(str(each.record), each.reasons) for each in outcome.refusals] == [
        ("Jeanne Doré", ["Jeanne Doré is a customer: archive the customer, and the person goes along."])
    ]
    assert [str(each) for each in Contact.objects.live()] == ["Jeanne Doré"]
    assert CustomerContact.objects.live().get().customer == customer
    assert restore_contacts(Contact.objects.archived(), by=ana).done == 3
    assert CustomerContact.objects.live().count() == len(links) + 1


def test_whose_data_were_erased_does_not_come_back_with_the_others(ana: User) -> None:
    erased, other = ContactFactory(), ContactFactory()
    connection.check_constraints()  # history is compared with the rows before erasing rewrites it
    erase_contact(erased, by=ana, reason="Asked by letter")
    archive_contacts(Contact.objects.filter(pk=other.pk), by=ana)
    outcome = restore_contacts(Contact.objects.archived(), by=ana)
    assert outcome.done == 1
    assert [each.reasons for each in outcome.refusals] == [["The data of this person were erased."]]
    assert list(Contact.objects.live()) == [other]


def test_statements_are_the_same_for_ten_and_for_thirty(ana: User, django_assert_max_num_queries: Any) -> None:
    used = []
    for count in (10, 30):
        made = [link.contact_id for link in LinkFactory.create_batch(count)]
        with django_assert_max_num_queries(60) as captured:
            archive_contacts(Contact.objects.filter(pk__in=made), by=ana)
        used.append(len(captured))
    assert used[0] == used[1]

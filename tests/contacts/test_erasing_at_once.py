"""Erasures that meet each other, or somebody else's work, each on a connection of its own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from contacts.actions import change_contact, erase_contact, link_contact
from contacts.models import Contact, CustomerContact, Erasure
from crm.changes.models import ChangeSet
from crm.errors import DomainError
from staff.models import User
from tests.factories import ContactFactory, CustomerFactory, person


@pytest.fixture
def boss(transactional_db: None) -> User:
    return person("ana")


def at_once(*deeds: Callable[[], Any]) -> list[BaseException | None]:
    """Begin all at the same moment; what each of them raised."""
    start = Barrier(len(deeds))
    raised: list[BaseException | None] = [None] * len(deeds)

    def run(number: int, deed: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=30)
            deed()
        except BaseException as error:
            raised[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return raised


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

import pytest

from crm.errors import DomainError
from customers.actions import add_note, archive_note, change_note, pin_note, restore_note
from customers.models import Note
from staff.models import User
from tests.factories import CustomerFactory, NoteFactory, person


@pytest.mark.feature("F087")
def test_note_keeps_its_author_whoever_rewrites_it(ana: User) -> None:
    note = change_note(add_note(CustomerFactory(), by=person("sam"), body="Call back"), by=ana, body="Called back")

    assert (note.author, note.body) == (person("sam"), "Called back")
    assert [row.change_set.actor for row in note.history.all()] == [ana, person("sam")]


def test_empty_note_is_refused(ana: User) -> None:
    for body in ("", " \n ", "\x00"):
        with pytest.raises(DomainError, match="Write something"):
            add_note(CustomerFactory(), by=ana, body=body)


def test_pinned_note_stands_first(ana: User) -> None:
    customer = CustomerFactory()
    first, second = (NoteFactory(customer=customer) for _ in range(2))
    assert list(customer.notes.all()) == [second, first]

    pin_note(first, by=ana)
    assert list(Note.objects.filter(customer=customer)) == [first, second]


def test_archived_note_can_come_back(ana: User) -> None:
    note = archive_note(NoteFactory(), by=ana)

    assert note.is_archived
    assert not restore_note(note, by=ana).is_archived

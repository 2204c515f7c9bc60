"""Notes on a customer."""

from django.utils.translation import gettext as _

from crm.changes.action import action
from crm.changes.locking import locked
from crm.errors import DomainError
from crm.text import clean
from customers.models import Customer, Note
from staff.models import User


@action
def add_note(customer: Customer, *, by: User, body: str, pinned: bool = False) -> Note:
    """Write a note, signed by its author."""
    note = Note(customer=customer, author=by, body=_written(body), pinned=pinned)
    note.save()
    return note


@action
def change_note(note: Note, *, by: User, body: str, version: int | None = None) -> Note:
    """Rewrite a note; its author stays, the history says who changed it."""
    note = locked(note, version=version)
    if note.body != (body := _written(body)):
        note.body = body
        note.save()
    return note


@action
def pin_note(note: Note, *, by: User, pinned: bool = True) -> Note:
    """Keep a note above the others, or let it go back among them."""
    note = locked(note)
    if note.pinned != pinned:
        note.pinned = pinned
        note.save()
    return note


def _written(body: str) -> str:
    body = clean(body).strip()
    if not body:
        raise DomainError(_("Write something first."), field="body")
    return body

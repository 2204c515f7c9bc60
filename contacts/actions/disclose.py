"""Handing over what is held about a person."""

from contacts.actions.change import hold_customer, note_customers
from contacts.models import Contact
from contacts.privacy.disclosure import as_zip
from crm.changes.action import action
from crm.changes.locking import locked
from crm.changes.record import note_rows
from staff.models import User


@action
def disclose_contact(contact: Contact, *, by: User) -> bytes:
    """The zip with everything that is held about a person; that it was handed over stands in their history.

    Nothing about the person changes, so the version stays: nobody who edits them meanwhile is stopped.
    """
    hold_customer(contact)
    contact = locked(contact)
    note_rows(Contact, [contact.pk], "~")
    note_customers(contact)
    return as_zip(contact)

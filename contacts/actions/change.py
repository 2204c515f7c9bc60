"""Changing what is written about a person."""

from collections.abc import Sequence
from typing import Any

from contacts.actions.create import CONTACT_FIELDS, refuse_nameless
from contacts.actions.individuals import carry_to_customer
from contacts.actions.reach import EmailLine, PhoneLine, set_emails, set_phones
from contacts.actions.refusals import refuse_erased
from contacts.models import Contact
from crm.archive.refusing import refuse_archived
from crm.changes.action import action
from crm.changes.current import current_change_set
from crm.changes.locking import locked
from customers.actions.values import set_values
from staff.models import User


@action
def change_contact(
    contact: Contact,
    *,
    by: User,
    version: int | None = None,
    emails: Sequence[EmailLine] | None = None,
    phones: Sequence[PhoneLine] | None = None,
    **values: Any,
) -> Contact:
    """Change the given values; addresses and numbers, where given, are replaced by those in the list.

    The individual customer that this person is follows. `version` is the one the form was filled from. Raises
    StaleVersion when somebody saved the contact since, DomainError naming the field of a bad value.
    """
    contact = live_contact(contact, version=version)
    changed = bool(set_values(contact, values, allowed=CONTACT_FIELDS))
    refuse_nameless(contact)
    reached = set_emails(contact, emails, by=by) if emails is not None else False
    reached = (set_phones(contact, phones, by=by) if phones is not None else False) or reached
    if changed or reached:
        contact.save()  # the version of the person counts for their addresses and numbers too
        note_customers(contact)
        carry_to_customer(contact, by=by)
    return contact


def live_contact(contact: Contact, *, version: int | None = None) -> Contact:
    """The contact under lock. Raises DomainError where archived or erased, StaleVersion where it moved on."""
    hold_customer(contact)
    contact = locked(contact, version=version)
    refuse_erased(contact)
    refuse_archived(contact)
    return contact


def hold_customer(contact: Contact) -> None:
    """Lock the individual customer that a person is, before the person.

    Whoever changes the customer locks the two in that order; in the other, two people who edit one of them each at the
    same moment would wait for each other, and the database would stop one of them.
    """
    if contact.individual is not None:
        locked(contact.individual)


def note_customers(contact: Contact) -> None:
    """Show what changes about a person in the activity of every customer they serve."""
    opened = current_change_set()
    for link in contact.links.filter(archived_at__isnull=True):
        opened.note_customer_of(link)

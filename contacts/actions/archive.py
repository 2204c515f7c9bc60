"""Archiving people."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from contacts.actions.refusals import refuse_erased
from contacts.models import Contact
from crm.archive.actions import archive, restore
from crm.archive.many import archive_many, restore_many
from crm.archive.registry import Blocker
from crm.changes.action import action
from crm.changes.locking import locked
from crm.changes.outcome import Outcome, Refusal
from staff.models import User


@action
def archive_contact(contact: Contact, *, by: User, reason: str = "") -> Contact:
    """Take a person out of the working lists and of every customer's contacts; what they did stays known."""
    archive(contact, by=by, reason=reason)
    return locked(contact)


@action
def restore_contact(contact: Contact, *, by: User) -> Contact:
    """Bring a person back to the customers they served. Raises DomainError where their data were erased."""
    contact = locked(contact)
    refuse_erased(contact)
    if contact.archive_batch is not None:
        restore(contact.archive_batch, by=by)
    return locked(contact)


@action
def archive_contacts(contacts: QuerySet[Contact], *, by: User, reason: str = "") -> Outcome:
    """The same to many: those who are live customers stay, and are named."""
    return archive_many(contacts, by=by, reason=reason)


@action
def restore_contacts(contacts: QuerySet[Contact], *, by: User) -> Outcome:
    """Bring back many; those whose data were erased stay away, and are named."""
    erased = contacts.filter(erased_at__isnull=False).order_by("pk")
    refusals = [Refusal(each, [_("The data of this person were erased.")]) for each in erased]
    outcome = restore_many(contacts.filter(erased_at__isnull=True), by=by)
    outcome.refusals.extend(refusals)
    return outcome


def is_a_live_customer(ids: Sequence[int]) -> dict[int, Blocker]:
    """A person who is a customer leaves with the customer, not alone."""
    found = Contact._base_manager.filter(pk__in=ids, individual__isnull=False, individual__archived_at__isnull=True)
    sentence = _("%(name)s is a customer: archive the customer, and the person goes along.")
    return {
        each.pk: Blocker(sentence % {"name": each}, url=each.individual.get_absolute_url())
        for each in found.select_related("individual")
        if each.individual
    }

"""Erasing what is held about a person, with a certificate."""

from django.utils.translation import gettext as _

from contacts.actions.change import hold_customer
from contacts.actions.refusals import refuse_erased
from contacts.models import Contact, ContactEmail, ContactPhone, CustomerContact, Erasure
from contacts.privacy.holding import plan_of
from contacts.privacy.said import Said
from contacts.privacy.traces import hold_imports
from crm.archive.actions import archive_rows
from crm.changes.action import action
from crm.changes.locking import locked
from crm.errors import DomainError
from staff.models import User


@action
def erase_contact(contact: Contact, *, by: User, reason: str) -> Erasure:
    """Erase what the plan says, now, in live rows and in history; answers the certificate.

    What is kept is named there with its day and reason. It cannot be undone. Raises DomainError where it was done
    already, for the person who is a live customer (a contract needs a name), and for a reason that names them.
    """
    hold_imports()
    hold_customer(contact)
    contact = locked(contact)
    refuse_erased(contact)
    if contact.individual is not None and not contact.individual.is_archived:
        raise DomainError(
            _("%(name)s is a live customer. Archive the customer first; then the data can be erased.")
            % {"name": contact}
        )
    _refuse_telling(contact, reason)
    plan = plan_of(contact)
    lines = [each.as_line() for each in plan]
    for holding in plan:
        if holding.erase is not None:
            holding.erase()
    for model in (ContactEmail, ContactPhone, CustomerContact):
        live = model._base_manager.filter(contact=contact.pk, archived_at__isnull=True)
        if live.exists():
            archive_rows(live, by=by)
    certificate = Erasure(contact_id=contact.pk, by_id=by.pk, reason=reason.strip(), lines=lines)
    certificate.save()
    return certificate


def _refuse_telling(contact: Contact, reason: str) -> None:
    """The reason is kept for good: it must say something, and not whom."""
    if not reason.strip():
        raise DomainError(_("Say how and when it was asked for, without the name."), field="reason")
    if Said(contact).is_in(reason):
        raise DomainError(_("Leave name, address and number out of the reason: it is kept for good."), field="reason")

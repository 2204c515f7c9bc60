"""Refusals that several verbs share."""

from django.utils.translation import gettext as _

from contacts.models import Contact
from crm.errors import DomainError


def refuse_erased(contact: Contact) -> None:
    """Raise DomainError for a person whose data were erased: nothing is done to them, or with them, any more."""
    if contact.erased_at is not None:
        raise DomainError(_("The data of this person were erased."))

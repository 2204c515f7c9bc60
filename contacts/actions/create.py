"""Making a contact, by itself or with its first customer."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from contacts.actions.links import link_contact
from contacts.actions.reach import EmailLine, PhoneLine, set_emails, set_phones
from contacts.models import Contact, CustomerContact
from crm.changes.action import action
from crm.errors import DomainError
from customers.actions.values import ADDRESS_FIELDS, set_values
from customers.models import Customer
from staff.models import User

CONTACT_FIELDS = (
    "given_name",
    "family_name",
    "job_title",
    "employer",
    "external_number",
    "language",
    "internal_note",
    *ADDRESS_FIELDS,
)


@action
def create_contact(
    *,
    by: User,
    emails: Sequence[EmailLine] = (),
    phones: Sequence[PhoneLine] = (),
    country_of_phones: str = "",
    **values: Any,
) -> Contact:
    """A person. Raises DomainError naming the field of a bad value, and where there is no name.

    Numbers without a country code are read as those of `country_of_phones`, else of the person's country.
    """
    contact = Contact()
    set_values(contact, values, allowed=CONTACT_FIELDS)
    refuse_nameless(contact)
    contact.save()
    set_emails(contact, emails, by=by)
    set_phones(contact, phones, by=by, country=country_of_phones)
    return contact


@action
def add_contact(
    customer: Customer,
    *,
    by: User,
    contact: Contact | None = None,
    link: dict[str, Any] | None = None,
    **values: Any,
) -> CustomerContact:
    """A contact of a customer: a new person of these values, or one we know who now serves this customer too.

    `link` holds what they are to the customer, as `link_contact` takes it.
    """
    if contact is None:
        contact = create_contact(by=by, country_of_phones=str(customer.country), **values)
    return link_contact(contact, by=by, customer=customer, **(link or {}))


def refuse_nameless(contact: Contact) -> None:
    """Raise DomainError for a person without any name."""
    if not contact.given_name and not contact.family_name:
        raise DomainError(_("Give the contact a name."), field="family_name")

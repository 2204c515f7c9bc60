"""E-mail addresses and numbers of a person: normalised, in order, and what became of mail to them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber, to_python
from phonenumbers import is_possible_number

from contacts.models import Contact, ContactEmail, ContactPhone
from crm.archive.actions import archive_rows
from crm.changes.action import action
from crm.changes.current import Actor
from crm.changes.locking import locked
from crm.errors import DomainError
from crm.text import clean
from staff.models import User

R = TypeVar("R", ContactEmail, ContactPhone)


class EmailLine(NamedTuple):
    """An e-mail address as somebody typed it."""

    address: str
    label: str = ""


class PhoneLine(NamedTuple):
    """A number as somebody typed it; without a country code it is read as one of the contact's country."""

    number: str
    label: str = ""


def normal_email(text: str) -> str:
    """Small letters, no blanks around. Raises DomainError for what is no address."""
    address = clean(text).strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise DomainError(_("“%(text)s” is no e-mail address.") % {"text": address[:80]}, field="emails") from error
    if len(address) > 254:  # RFC 5321, 4.5.3.1.3: what fits between the angle brackets of a path
        raise DomainError(_("This e-mail address is too long."), field="emails")
    return address


def normal_phone(text: str, country: str = "") -> PhoneNumber:
    """A number in E.164 (`+33612345678`); `country` is the ISO code whose way of writing applies.

    Raises DomainError for what is no possible number there; new ranges come into use faster than any list of them.
    """
    number = to_python(clean(text).strip(), region=country or settings.PHONENUMBER_DEFAULT_REGION)
    if not isinstance(number, PhoneNumber) or not is_possible_number(number):
        raise DomainError(
            _("“%(text)s” is no phone number. Write it with the country code, such as +33 6 12 34 56 78.")
            % {"text": clean(text)[:40]},
            field="phones",
        )
    return number


def set_emails(contact: Contact, lines: Sequence[EmailLine], *, by: Actor) -> bool:
    """Give a locked contact exactly these addresses, in this order; answers whether anything changed.

    An address that goes is archived, with what became of mail to it; one that returns begins anew.
    """
    wanted = {normal_email(line.address): clean(line.label).strip()[:40] for line in lines if line.address.strip()}
    return _replace(list(contact.emails.live()), wanted, "address", lambda: ContactEmail(contact=contact), by=by)  # type: ignore[attr-defined]


def set_phones(contact: Contact, lines: Sequence[PhoneLine], *, by: Actor, country: str = "") -> bool:
    """Give a locked contact exactly these numbers, in this order; answers whether anything changed."""
    wanted = {
        str(normal_phone(line.number, country or str(contact.country))): clean(line.label).strip()[:40]
        for line in lines
        if line.number.strip()
    }
    return _replace(list(contact.phones.live()), wanted, "number", lambda: ContactPhone(contact=contact), by=by)  # type: ignore[attr-defined]


def _replace(held: list[R], wanted: Mapping[str, str], name: str, new: Callable[[], R], *, by: Actor) -> bool:
    rows = {str(getattr(row, name)): row for row in held}
    gone = [row.pk for key, row in rows.items() if key not in wanted]
    if gone:
        archive_rows(type(held[0])._base_manager.filter(pk__in=gone), by=by)
    changed = bool(gone)
    for position, (key, label) in enumerate(wanted.items()):
        row = rows.get(key) or new()
        if row.pk and (row.position, row.label) == (position, label):
            continue
        setattr(row, name, key)
        row.position, row.label = position, label
        row.save()
        changed = True
    return changed


@action
def mark_bounced(email: ContactEmail, *, by: User, at: datetime) -> ContactEmail:
    """Note that mail to an address came back, the first time that is said."""
    email = locked(email)
    if email.bounced_at is None:
        email.bounced_at = at
        email.save()
    return email


@action
def mark_suppressed(email: ContactEmail, *, by: User, at: datetime) -> ContactEmail:
    """Note that nothing is sent to an address any more: a complaint, an unsubscription from everything."""
    email = locked(email)
    if email.suppressed_at is None:
        email.suppressed_at = at
        email.save()
    return email


@action
def clear_email(email: ContactEmail, *, by: User, reason: str) -> ContactEmail:
    """Use an address again after mail to it came back; a suppressed one stays so: that was the person's word."""
    email = locked(email)
    if email.suppressed_at is not None:
        raise DomainError(_("%(address)s was suppressed by the person. Only they can undo that.") % {"address": email})
    if not reason.strip():
        raise DomainError(_("Say why mail will arrive now."), field="reason")
    if email.bounced_at is not None:
        email.bounced_at = None
        email.save()
    return email

"""What a person decided about their data, written down once and never changed."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.actions.change import live_contact, note_customers
from contacts.models import Basis, Consent, Contact
from crm.changes.action import action
from crm.errors import DomainError
from customers.actions.values import set_values
from staff.models import User

FIELDS = ("purpose", "granted", "basis", "source", "decided_at", "text_version", "note")


@action
def record_consent(
    contact: Contact,
    *,
    by: User,
    purpose: str,
    granted: bool,
    source: str,
    decided_at: datetime | None = None,
    **values: Any,
) -> Consent:
    """Keep a yes or a no; the newest decision of a purpose counts from now on.

    A yes by consent names the wording (`text_version`). Raises DomainError for that, a day to come, or a bad value.
    """
    contact = live_contact(contact)
    now = timezone.now()
    consent = Consent(contact=contact, recorded_by_id=by.pk)
    values = {**values, "purpose": purpose, "granted": granted, "source": source, "decided_at": decided_at or now}
    set_values(consent, values, allowed=FIELDS)
    if consent.decided_at > now:
        raise DomainError(_("Nobody can have decided this in the future."), field="decided_at")
    if consent.granted and consent.basis == Basis.CONSENT and not consent.text_version:
        raise DomainError(_("Say which wording the person agreed to."), field="text_version")
    consent.save()
    note_customers(contact)
    return consent

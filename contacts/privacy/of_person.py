"""What contacts hold about a person."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from contacts.models import Authorisation, Consent, Contact, ContactEmail, ContactPhone, CustomerContact, Warning
from contacts.privacy.held import ERASED, forget_batches, held, held_warnings
from contacts.privacy.holding import Holding
from crm.archive.models import ArchiveBatch
from crm.changes.current import current_change_set
from crm.changes.erasing import erase_values, forget_reasons
from customers.actions.values import ADDRESS_FIELDS

# RFC 6761: nothing under .invalid is ever delivered; each row keeps an address of its own
NO_ADDRESS = Concat(Value("erased-"), Cast(F("id"), CharField()), Value("@erased.invalid"))
TEXTS = ("given_name", "family_name", "job_title", "employer", "external_number", "internal_note", "language")
PERSON = dict.fromkeys((*TEXTS, *ADDRESS_FIELDS), "")


def of_person(contact: Contact) -> list[Holding]:
    """The contact's own rows, and their history."""
    asked = _("The person asked for it.")
    own = Contact._base_manager.filter(pk=contact.pk)
    consents = Consent._base_manager.filter(contact=contact)
    proof = _("Proof that every use was allowed, article 7 (1) GDPR; without a name it points to nobody.")
    return [
        Holding(
            _("Names, work, note, private address, with their history"), own.count(), asked, lambda: _erase_person(own)
        ),
        held(
            _("E-mail addresses, with their history"),
            ContactEmail._base_manager.filter(contact=contact),
            {"address": NO_ADDRESS, "label": ""},
            asked,
        ),
        held(
            _("Phone numbers, with their history"),
            ContactPhone._base_manager.filter(contact=contact),
            {"number": "", "label": ""},
            asked,
        ),
        held(_("Remarks on decisions about data use"), consents.exclude(note=""), {"note": ""}, asked),
        Holding(_("Decisions about data use: purpose, time, wording"), consents.count(), proof),
        Holding(
            _("What they authorised: right, customer, time"),
            Authorisation._base_manager.filter(contact=contact).count(),
            _("Proof that the customer ordered it; without a name it points to nobody."),
        ),
        *held_warnings(Warning._base_manager.filter(contact=contact)),
    ]


def _erase_person(own: QuerySet[Contact]) -> int:
    """In one statement, as the database wants of every person a name or the mark, and of the marked to be archived."""
    links = CustomerContact._base_manager.filter(contact__in=own)
    forget_batches(own)
    forget_batches(links)
    forget_reasons(CustomerContact, list(links.values_list("pk", flat=True)))
    return erase_values(own, PERSON, erased_at=current_change_set().now(), **_archived(own.get()))


def _archived(contact: Contact) -> dict[str, Any]:
    """What marks a person who is not archived yet as archived with this change."""
    if contact.is_archived:
        return {}
    opened = current_change_set()
    batch = ArchiveBatch.objects.create(
        root_type=ContentType.objects.get_for_model(Contact),
        root_id=contact.pk,
        root_name=ERASED,
        archived_at=opened.now(),
        archived_by_id=opened.row.actor_id,
        reason=opened.row.reason,
    )
    return {"archived_at": batch.archived_at, "archive_batch": batch}

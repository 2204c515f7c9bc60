"""What contacts and customers hold about a person."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from contacts.erasing import Holding, keepers_of
from contacts.models import (
    Authorisation,
    Consent,
    Contact,
    ContactEmail,
    ContactPhone,
    CustomerContact,
    Warning,
    WarningDecision,
)
from crm.archive.models import ArchiveBatch
from crm.attachments.models import Attachment
from crm.changes.current import current_change_set
from crm.changes.erasing import erase_values, forget_reasons
from crm.imports.models import ImportRow
from customers.actions.values import ADDRESS_FIELDS
from customers.models import Address, AddressType, Customer, Note

BLANK_ADDRESS = dict.fromkeys(ADDRESS_FIELDS, "")
ERASED = "–"
# RFC 6761: nothing under .invalid is ever delivered; each row keeps an address of its own
NO_ADDRESS = Concat(Value("erased-"), Cast(F("id"), CharField()), Value("@erased.invalid"))
PERSON = dict.fromkeys(
    ("given_name", "family_name", "job_title", "employer", "external_number", "internal_note", "language"), ""
)
CUSTOMER_TEXTS = ("internal_name", "email", "phone", "website", "internal_reference", "internal_note", "customer_note")
# What documents name of a customer: articles 226 and 242 of directive 2006/112/EC (VAT)
IDENTITY = ("vat_number", "registration_number", *ADDRESS_FIELDS)


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
        _held(
            _("E-mail addresses, with their history"),
            ContactEmail._base_manager.filter(contact=contact),
            {"address": NO_ADDRESS, "label": ""},
            asked,
        ),
        _held(
            _("Phone numbers, with their history"),
            ContactPhone._base_manager.filter(contact=contact),
            {"number": "", "label": ""},
            asked,
        ),
        _held(_("Remarks on decisions about data use"), consents.exclude(note=""), {"note": ""}, asked),
        Holding(_("Decisions about data use: purpose, time, wording"), consents.count(), proof),
        Holding(
            _("What they authorised: right, customer, time"),
            Authorisation._base_manager.filter(contact=contact).count(),
            _("Proof that the customer ordered it; without a name it points to nobody."),
        ),
        *_warnings(Warning._base_manager.filter(contact=contact)),
        _import_lines("contacts", contact.pk),
    ]


def of_individual(contact: Contact) -> list[Holding]:
    """The customer that the person is. What no document names goes; the rest stays while a keeper has a reason."""
    if contact.individual_id is None:
        return []
    keepers, asked = keepers_of(contact), _("The person asked for it.")
    own = {"customer": contact.individual_id}
    addresses, notes = Address._base_manager.filter(**own), Note._base_manager.filter(**own)
    kind = ContentType.objects.get_for_model(Customer)
    files = Attachment._base_manager.filter(owner_type=kind, owner_id=contact.individual_id)
    look = _("Files may show other people: look at each on the customer's page.")
    blank = {**BLANK_ADDRESS, "recipient": ""}
    return [
        *keepers,
        _customer(Customer._base_manager.filter(pk=contact.individual_id), named=bool(keepers)),
        _held(
            _("Further addresses of the customer"),
            addresses.exclude(address_type=AddressType.BILLING) if keepers else addresses,
            blank,
            asked,
        ),
        _held(_("Notes on the customer"), notes, {"body": ERASED}, asked),
        *_warnings(Warning._base_manager.filter(**own)),
        Holding(_("Files of the customer"), files.count(), look),
        _import_lines("customers", contact.individual_id),
    ]


def _customer(customer: QuerySet[Customer], *, named: bool) -> Holding:
    """The customer's own row, but for what documents name where one of them must be kept."""
    texts: dict[str, Any] = {**dict.fromkeys(CUSTOMER_TEXTS, ""), "attributes": {}}
    if named:
        what = _("The customer's e-mail, phone, website, notes and further values, with their history")
        return _held(what, customer, texts, _("No document that must be kept needs them."))
    what = _("The customer's name, addresses, numbers and notes, with their history")
    why = _("No document that must be kept names the customer.")
    return _held(what, customer, {**texts, **dict.fromkeys(IDENTITY, ""), "name": F("number")}, why)


def _erase_person(own: QuerySet[Contact]) -> int:
    """The name goes in the statement that marks the person as erased: one or the other must be there."""
    links = CustomerContact._base_manager.filter(contact__in=own)
    _forget_batches(own)
    _forget_batches(links)
    forget_reasons(CustomerContact, list(links.values_list("pk", flat=True)))
    return erase_values(own, {**PERSON, **BLANK_ADDRESS}, erased_at=current_change_set().now())


def _held(what: str, rows: QuerySet[Any], values: Mapping[str, Any], why: str) -> Holding:
    """Rows that are overwritten, the names that archiving kept of them among them."""

    def erase() -> int:
        _forget_batches(rows)
        return erase_values(rows, values)

    return Holding(what, rows.count(), why, erase)


def _warnings(warnings: QuerySet[Warning]) -> Sequence[Holding]:
    decisions = WarningDecision._base_manager.filter(warning__in=warnings.values("pk"))
    asked = _("The person asked for it.")
    return [
        _held(_("Texts of warnings"), warnings, {"message": ERASED}, asked),
        _held(_("Texts of decisions in spite of warnings"), decisions, {"message": ERASED, "reason": ERASED}, asked),
    ]


def _import_lines(kind: str, pk: int) -> Holding:
    """Lines of imported files that made or changed the record."""
    rows = ImportRow.objects.filter(batch__kind=kind, object_id=pk)

    def erase() -> int:
        return rows.update(raw=[], values={}, changes={}, errors=[], warnings=[], key="")

    return Holding(_("Lines of imported files"), rows.count(), _("They repeat what is erased."), erase)


def _forget_batches(rows: QuerySet[Any]) -> None:
    """Archiving kept the name of what it archived, and a reason."""
    kind = ContentType.objects.get_for_model(rows.model)
    batches = ArchiveBatch.objects.filter(root_type=kind, root_id__in=list(rows.values_list("pk", flat=True)))
    batches.update(root_name=ERASED, reason="")

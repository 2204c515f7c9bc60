"""What is held about the individual customer that a person is: the record, its addresses, notes, places and files."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, Round
from django.utils.translation import gettext as _

from contacts.models import Contact, CustomerContact, Warning
from contacts.privacy.held import ERASED, forget_batches, held, held_warnings
from contacts.privacy.holding import Holding, keepers_of
from crm.attachments.models import Attachment
from customers.actions.values import ADDRESS_FIELDS
from customers.models import Address, AddressType, Customer, Note
from sites.models import Accuracy, LocationDoubt, PendingSite, Site, SiteOccupancy

STREET = ("line1", "line2", "city", "state", "postal_code")
CUSTOMER_TEXTS = (
    *("internal_name", "external_number", "email", "phone", "website"),
    *("internal_reference", "internal_note", "customer_note"),
)
# What documents name of a customer: articles 226 and 242 of directive 2006/112/EC (VAT)
IDENTITY = ("vat_number", "registration_number", *ADDRESS_FIELDS)
PLACE_TEXTS = {
    "name": Concat(Value("#"), Cast(F("id"), CharField())),
    "reference": "",
    "address_note": "",
    "provider_place_id": "",
}
# A place must lie somewhere: a tenth of a degree is about ten kilometres
VAGUELY = {
    **dict.fromkeys(STREET, ""),
    "latitude": Round(F("latitude"), 1),
    "longitude": Round(F("longitude"), 1),
    "accuracy": Accuracy.APPROXIMATE,
}
NOWHERE = {
    **dict.fromkeys((*ADDRESS_FIELDS, "source", "asked", "provider"), ""),
    **dict.fromkeys(("latitude", "longitude", "asked_at"), None),
    "accuracy": Accuracy.UNKNOWN,
}


def of_individual(contact: Contact) -> list[Holding]:
    """The customer that the person is. What no document names goes; the rest stays while a keeper has a reason."""
    if contact.individual_id is None:
        return []
    keepers = keepers_of(contact)
    customer = Customer._base_manager.filter(pk=contact.individual_id)
    return [
        *keepers,
        _customer(customer, named=bool(keepers)),
        *_written(contact.individual_id, keepers),
        *_places(contact.individual_id, named=bool(keepers)),
        _files(contact.individual_id, keepers),
    ]


def _customer(customer: QuerySet[Customer], *, named: bool) -> Holding:
    """The customer's own row, but for what documents name where one of them must be kept."""
    texts: dict[str, Any] = {**dict.fromkeys(CUSTOMER_TEXTS, ""), "attributes": {}}
    if named:
        what = _("The customer's e-mail, phone, website, notes and further values, with their history")
        return held(what, customer, texts, _("No document that must be kept needs them."))
    what = _("The customer's name, addresses, numbers and notes, with their history")
    why = _("No document that must be kept names the customer.")
    rows = held(what, customer, {**texts, **dict.fromkeys(IDENTITY, ""), "name": F("number")}, why)

    def erase() -> int:
        forget_batches(CustomerContact._base_manager.filter(customer__in=customer))  # named after both ends
        return rows.erase() if rows.erase else 0

    return Holding(what, rows.rows, why, erase)


def _written(customer_id: int, keepers: Sequence[Holding]) -> list[Holding]:
    """Addresses, notes and warnings; a billing address stays where documents went to it."""
    addresses = Address._base_manager.filter(customer=customer_id)
    asked = _("The person asked for it.")
    return [
        held(
            _("Further addresses of the customer"),
            addresses.exclude(address_type=AddressType.BILLING) if keepers else addresses,
            {**dict.fromkeys(ADDRESS_FIELDS, ""), "recipient": ""},
            asked,
        ),
        held(_("Notes on the customer"), Note._base_manager.filter(customer=customer_id), {"body": ERASED}, asked),
        *held_warnings(Warning._base_manager.filter(Q(customer=customer_id) | Q(site__customer=customer_id))),
    ]


def _places(customer_id: int, *, named: bool) -> list[Holding]:
    """Where the customer lives or works; where documents name the place, its address and pin stay."""
    sites = Site._base_manager.filter(customer=customer_id)
    waiting = PendingSite._base_manager.filter(customer=customer_id)
    passed_on = SiteOccupancy._base_manager.filter(customer=customer_id).exclude(site__customer=customer_id)
    asked = _("The person asked for it.")
    texts = _("Names, references and notes of their sites, with their history")
    place = _("Their sites: names, addresses, notes; the pins are moved to about ten kilometres")
    return [
        held(texts, sites, PLACE_TEXTS, asked) if named else held(place, sites, {**PLACE_TEXTS, **VAGUELY}, asked),
        _doubts(customer_id),
        held(_("Places to locate, with their history"), waiting, {**PLACE_TEXTS, **NOWHERE}, asked),
        Holding(
            _("Sites that were handed over"),
            passed_on.count(),
            _("They are another customer's now: see that name and note of each say nothing of this person."),
        ),
    ]


def _doubts(customer_id: int) -> Holding:
    """Findings of the nightly check, which tell streets and towns."""
    doubts = LocationDoubt.objects.filter(site__customer=customer_id)
    why = _("They repeat what is erased.")
    return Holding(_("Doubts about the pins of their sites"), doubts.count(), why, lambda: doubts.delete()[0])


def _files(customer_id: int, keepers: Sequence[Holding]) -> Holding:
    """Files with their content; where documents must be kept, the papers they rest on may be among the files."""
    files = Attachment._base_manager.filter(customer_id=customer_id)
    if keepers:
        days = [each.kept_until for each in keepers if each.kept_until]
        why = _("Contracts and other papers behind the documents that must be kept may be among them.")
        return Holding(_("Files of the customer"), files.count(), why, kept_until=max(days, default=None))
    what = _("Files of the customer: names and contents")
    rows = held(what, files, {"name": ERASED, "sha256": ""}, _("The person asked for it."))

    def erase() -> int:
        for each in files.exclude(file=""):
            transaction.on_commit(partial(each.file.storage.delete, str(each.file.name)))
        return rows.erase() if rows.erase else 0

    return Holding(what, rows.rows, rows.why, erase)

"""What stands on the page of a person, and the warnings on every record that can have them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models import (
    Authorisation,
    Consent,
    Contact,
    ContactEmail,
    ContactPhone,
    CustomerContact,
    Purpose,
    Warning,
    strictest_first,
)
from contacts.querysets import CustomerContactQuerySet
from crm.activity.timelines import timeline_context
from crm.changes.timeline import history_of
from crm.compiled import SAMPLE_KEY, Compiled
from crm.pages.detail import Notice, Panel, Tab
from crm.pages.few import Few
from customers.models import Customer
from sites.models import Site

FIRST = 6  # numbers, addresses and customers of a person that stand open on the overview
CUSTOMERS_SHOWN = 200  # customers on the tab
DECISIONS_SHOWN = 50  # decisions on the overview; the history has the others

_warnings_of_customer = Compiled(
    lambda key, day: Warning.objects.in_force(day).filter(customer=key).select_related("author"),
    SAMPLE_KEY,
    date.min,
)
_warnings_of_contact = Compiled(
    lambda key, day: Warning.objects.in_force(day).filter(contact=key).select_related("author", "contact"),
    SAMPLE_KEY,
    date.min,
)
_warnings_of_site = Compiled(
    lambda customer, site, day: (
        Warning.objects.in_force(day)
        .filter(Q(customer=customer) | Q(site=site))
        .select_related("author")
        .order_by("pk")
    ),
    SAMPLE_KEY,
    SAMPLE_KEY + 1,
    date.min,
)
_emails_of = Compiled(lambda key: ContactEmail.objects.filter(contact=key).live(), SAMPLE_KEY)
_phones_of = Compiled(lambda key: ContactPhone.objects.filter(contact=key).live(), SAMPLE_KEY)
_first_links_of = Compiled(
    lambda key, day: CustomerContact.objects.filter(contact=key, archived_at__isnull=True).for_person(day)[: FIRST + 1],
    SAMPLE_KEY,
    date.min,
)
_consents_of = Compiled(
    lambda key: Consent.objects.filter(contact=key).select_related("recorded_by")[: DECISIONS_SHOWN + 1], SAMPLE_KEY
)


def _reach(contact: Contact, request: HttpRequest) -> dict[str, Any]:
    """The first numbers and addresses, and the others, which open below."""
    phones, emails = _phones_of(contact.pk), _emails_of(contact.pk)
    more_phones, more_emails = phones[FIRST:], emails[FIRST:]
    return {
        "phones": phones[:FIRST],
        "emails": emails[:FIRST],
        "more_phones": more_phones,
        "more_emails": more_emails,
        "more": len(more_phones) + len(more_emails),
    }


def _links(contact: Contact) -> CustomerContactQuerySet:
    return CustomerContact.objects.filter(contact=contact, archived_at__isnull=True)


def _read_first(contact: Contact) -> list[CustomerContact]:
    return _first_links_of(contact.pk, timezone.localdate())


SERVED = Few("served", _read_first, _links, size=FIRST)


def _customers(contact: Contact, request: HttpRequest) -> dict[str, Any]:
    return _of_person(contact, request, SERVED.of(contact))


def _all_customers(contact: Contact, request: HttpRequest) -> dict[str, Any]:
    """All customers, as far as a page goes; the number on the tab comes with them."""
    found = list(_links(contact).for_person(timezone.localdate())[: CUSTOMERS_SHOWN + 1])
    SERVED.keep(contact, found, whole=len(found) <= CUSTOMERS_SHOWN)
    return {"data": _of_person(contact, request, found[:CUSTOMERS_SHOWN])}


def _of_person(contact: Contact, request: HttpRequest, links: Sequence[CustomerContact]) -> dict[str, Any]:
    may = request.user.has_perm
    return {
        "links": links,
        "total": SERVED.count(contact),
        "may_change": not contact.is_archived and may("contacts.change_contact"),
        "may_warn": may("contacts.view_warning"),
    }


def _consents(contact: Contact, request: HttpRequest) -> dict[str, Any]:
    """The decision that counts for each purpose, and the newest ones."""
    every = _consents_of(contact.pk)
    counting = every if len(every) <= DECISIONS_SHOWN else list(Consent.objects.filter(contact=contact).newest())
    newest = {each.purpose: each for each in reversed(counting)}
    return {
        "purposes": [(purpose.label, newest.get(purpose.value)) for purpose in Purpose],
        "every": every[:DECISIONS_SHOWN],
        "older": len(every) > DECISIONS_SHOWN,
        "may_add": not contact.is_archived and request.user.has_perm("contacts.add_consent"),
    }


def warnings_on(record: Customer | Contact | Site, request: HttpRequest) -> dict[str, Any]:
    """The warnings in force on a record, a site's customer included, strictest first."""
    if isinstance(record, Site):
        found = _warnings_of_site(record.customer_id, record.pk, timezone.localdate())
    elif isinstance(record, Contact):
        found = _warnings_of_contact(record.pk, timezone.localdate())
    else:
        found = _warnings_of_customer(record.pk, timezone.localdate())
    return {
        "warnings": strictest_first(found),
        "kind": record._meta.model_name,
        "may_add": not record.is_archived and request.user.has_perm("contacts.add_warning"),
        "may_change": request.user.has_perm("contacts.change_warning"),
    }


def _history(contact: Contact, request: HttpRequest) -> dict[str, Any]:
    """What happened to a person, to what reaches them, and to what they are to customers; what they asked for."""
    models = (ContactEmail, ContactPhone, Consent, CustomerContact, Warning, Authorisation)
    parts = [model._base_manager.filter(contact=contact) for model in models]
    return timeline_context(request, lambda narrowed: history_of(contact, narrowed=narrowed, parts=parts), [])


def _privacy(contact: Contact, request: HttpRequest) -> dict[str, Any]:
    may = request.user.has_perm
    return {"may_disclose": may("contacts.disclose_contact"), "may_erase": may("contacts.erase_contact")}


WARNINGS = Notice("warnings", "contacts/_warnings.html", warnings_on, "contacts.view_warning")
REACH = Panel("reach", _("How to reach them"), "contacts/_reach.html", _reach, position=10)
CUSTOMERS = Panel("customers", _("What they may do"), "contacts/_customers.html", _customers, position=20)
CONSENTS = Panel(
    "consents", _("Consents"), "contacts/_consents.html", _consents, "contacts.view_consent", side=True, position=10
)
PRIVACY = Panel(
    "privacy", _("Their data"), "contacts/_privacy.html", _privacy, "contacts.disclose_contact", side=True, position=20
)
CUSTOMERS_TAB = Tab(
    "customers",
    _("Customers"),
    "contacts/_customers.html",
    _all_customers,
    "customers.view_customer",
    count=SERVED.count,
    position=10,
)
HISTORY_TAB = Tab("history", _("History"), "activity/_activity.html", _history, position=900)

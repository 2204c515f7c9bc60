"""What contacts put on their own page and on those of customers and sites."""

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
)
from contacts.querysets import CustomerContactQuerySet
from crm.activity.timelines import timeline_context
from crm.changes.timeline import history_of
from crm.compiled import SAMPLE_KEY, Compiled
from crm.pages.detail import Notice, Panel, Tab
from customers.models import Customer
from sites.models import Site

FIRST = 5  # contacts on a customer's overview


_first_live = Compiled(
    lambda key: CustomerContact.objects.filter(customer=key).live().for_panel()[: FIRST + 1], SAMPLE_KEY
)
_first_archived = Compiled(
    lambda key: CustomerContact.objects.filter(customer=key, archived_at__isnull=False).for_panel()[: FIRST + 1],
    SAMPLE_KEY,
)
_of_customer_alone = Compiled(
    lambda key, day: Warning.objects.in_force(day).filter(customer=key).select_related("author"),
    SAMPLE_KEY,
    date.min,
)
_of_contact = Compiled(
    lambda key, day: Warning.objects.in_force(day).filter(contact=key).select_related("author", "contact"),
    SAMPLE_KEY,
    date.min,
)
_of_site_and_customer = Compiled(
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
_links_of = Compiled(
    lambda key: CustomerContact.objects.filter(contact=key, archived_at__isnull=True).for_person(), SAMPLE_KEY
)
_consents_of = Compiled(lambda key: Consent.objects.filter(contact=key).select_related("recorded_by"), SAMPLE_KEY)


def first_links(customer: Any) -> list[CustomerContact]:
    """The customer's first contacts and one more, read once for the panel and the number on the tab."""
    if "first_links" not in vars(customer):
        customer.first_links = (_first_archived if customer.is_archived else _first_live)(customer.pk)
    found: list[CustomerContact] = customer.first_links
    return found


def count_links(customer: Customer) -> int:
    """How many contacts the customer has."""
    found = len(first_links(customer))
    return found if found <= FIRST else _live(customer).count()


def _live(customer: Customer) -> CustomerContactQuerySet:
    rows = CustomerContact.objects.filter(customer=customer)
    return rows.filter(archived_at__isnull=False) if customer.is_archived else rows.live()


def _of_customer(customer: Customer, request: HttpRequest) -> dict[str, Any]:
    found = first_links(customer)
    return {"links": found[:FIRST], "more": len(found) > FIRST, **_allowed(customer, request)}


def _tab_of_customer(customer: Customer, request: HttpRequest) -> dict[str, Any]:
    """All contacts, and those who were taken off, read together; the number on the tab needs no statement then."""
    every = list(CustomerContact.objects.filter(customer=customer).for_panel())
    off = [link for link in every if link.is_archived]
    here = [link for link in every if not link.is_archived and not link.contact.is_archived]
    shown, gone = (off, []) if customer.is_archived else (here, off)
    customer.first_links = shown[: FIRST + 1]  # type: ignore[attr-defined]
    return {"links": shown, "gone": gone, **_allowed(customer, request)}


def _allowed(customer: Customer, request: HttpRequest) -> dict[str, bool]:
    def may(permission: str) -> bool:
        return not customer.is_archived and request.user.has_perm(f"contacts.{permission}")

    return {"may_add": may("add_contact"), "may_change": may("change_contact")}


def _reach(contact: Contact, request: HttpRequest) -> dict[str, Any]:
    return {"emails": _emails_of(contact.pk), "phones": _phones_of(contact.pk)}


def _customers(contact: Contact, request: HttpRequest) -> dict[str, Any]:
    may_change = not contact.is_archived and request.user.has_perm("contacts.change_contact")
    return {"links": _links_of(contact.pk), "may_change": may_change}


def _consents(contact: Contact, request: HttpRequest) -> dict[str, Any]:
    """The decision that counts for each purpose, and all of them, newest first."""
    every = _consents_of(contact.pk)
    newest = {each.purpose: each for each in reversed(every)}
    return {
        "purposes": [(purpose.label, newest.get(purpose.value)) for purpose in Purpose],
        "every": every,
        "may_add": not contact.is_archived and request.user.has_perm("contacts.add_consent"),
    }


def warnings_on(record: Customer | Contact | Site, request: HttpRequest) -> dict[str, Any]:
    """The warnings in force on a record, a site's customer included, strictest first."""
    if isinstance(record, Site):
        found = _of_site_and_customer(record.customer_id, record.pk, timezone.localdate())
    elif isinstance(record, Contact):
        found = _of_contact(record.pk, timezone.localdate())
    else:
        found = _of_customer_alone(record.pk, timezone.localdate())
    order = ("block", "warning", "info")
    return {
        "warnings": sorted(found, key=lambda each: order.index(each.level)),
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
CUSTOMER_PANEL = Panel(
    "contacts", _("Contacts"), "contacts/_of_customer.html", _of_customer, "contacts.view_contact", position=5
)
CUSTOMER_TAB = Tab(
    "contacts",
    _("Contacts"),
    "contacts/_customer_tab.html",
    _tab_of_customer,
    "contacts.view_contact",
    count=count_links,
    position=5,
)
REACH = Panel("reach", _("How to reach them"), "contacts/_reach.html", _reach, position=10)
CUSTOMERS = Panel("customers", _("What they may do"), "contacts/_customers.html", _customers, position=20)
CONSENTS = Panel(
    "consents", _("Consents"), "contacts/_consents.html", _consents, "contacts.view_consent", side=True, position=10
)
PRIVACY = Panel(
    "privacy", _("Their data"), "contacts/_privacy.html", _privacy, "contacts.disclose_contact", side=True, position=20
)
HISTORY_TAB = Tab("history", _("History"), "activity/_activity.html", _history, position=900)

"""What contacts put on a customer's page: the first people on the overview, all of them on a tab."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models import CustomerContact
from contacts.querysets import CustomerContactQuerySet
from crm.compiled import SAMPLE_KEY, Compiled
from crm.pages.detail import Panel, Tab
from customers.models import Customer

FIRST = 5  # contacts on a customer's overview
SHOWN = 100  # contacts on the tab; the list has the others
GONE = 20  # those taken off last, who can be brought back from the tab

_first_live = Compiled(
    lambda key, day: CustomerContact.objects.filter(customer=key).live().for_panel(day)[: FIRST + 1],
    SAMPLE_KEY,
    date.min,
)
_first_archived = Compiled(
    lambda key, day: CustomerContact.objects.filter(customer=key, archived_at__isnull=False).for_panel(day)[
        : FIRST + 1
    ],
    SAMPLE_KEY,
    date.min,
)


def first_links(customer: Any) -> list[CustomerContact]:
    """The customer's first contacts and one more, read once for the panel and the number on the tab."""
    if "first_links" not in vars(customer):
        first = _first_archived if customer.is_archived else _first_live
        customer.first_links = first(customer.pk, timezone.localdate())
    found: list[CustomerContact] = customer.first_links
    return found


def count_links(customer: Any) -> int:
    """How many contacts the customer has; counted once where they are more than the overview shows."""
    if "contacts_counted" not in vars(customer):
        found = len(first_links(customer))
        customer.contacts_counted = found if found <= FIRST else _shown(customer).count()
    counted: int = customer.contacts_counted
    return counted


def _shown(customer: Customer) -> CustomerContactQuerySet:
    rows = CustomerContact.objects.filter(customer=customer)
    return rows.filter(archived_at__isnull=False) if customer.is_archived else rows.live()


def _first(customer: Customer, request: HttpRequest) -> dict[str, Any]:
    return {"links": first_links(customer)[:FIRST], "total": count_links(customer), **_allowed(customer, request)}


def _all(customer: Any, request: HttpRequest) -> dict[str, Any]:
    """The contacts, as far as a page goes, and those who were taken off; the number on the tab comes with them."""
    shown = list(_shown(customer).for_panel(timezone.localdate())[: SHOWN + 1])
    customer.first_links = shown[: FIRST + 1]
    if len(shown) <= SHOWN:
        customer.contacts_counted = len(shown)
    gone = CustomerContact.objects.none() if customer.is_archived else _taken_off(customer)
    return {
        "links": shown[:SHOWN],
        "total": count_links(customer),
        "gone": list(gone[:GONE]),
        **_allowed(customer, request),
    }


def _taken_off(customer: Customer) -> CustomerContactQuerySet:
    rows = CustomerContact.objects.filter(customer=customer, archived_at__isnull=False)
    return rows.select_related("contact").order_by("-archived_at", "-pk")


def _allowed(customer: Customer, request: HttpRequest) -> dict[str, bool]:
    def may(permission: str) -> bool:
        return not customer.is_archived and request.user.has_perm(f"contacts.{permission}")

    may_warn = request.user.has_perm("contacts.view_warning")
    return {"may_add": may("add_contact"), "may_change": may("change_contact"), "may_warn": may_warn}


PANEL = Panel("contacts", _("Contacts"), "contacts/_of_customer.html", _first, "contacts.view_contact", position=5)
TAB = Tab(
    "contacts",
    _("Contacts"),
    "contacts/_customer_tab.html",
    _all,
    "contacts.view_contact",
    count=count_links,
    position=5,
)

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
from crm.pages.few import FIRST, Few
from customers.models import Customer

SHOWN = 100  # contacts on the tab; the list has the others
GONE = 20  # those taken off last, who can be brought back from the tab


def _reader(*, archived: bool, most: int) -> Compiled[CustomerContact]:
    """Reads a customer's contacts with what their lines show; of an archived customer those archived with it."""
    return Compiled(lambda key, day: _rows(key, archived=archived).for_panel(day)[:most], SAMPLE_KEY, date.min)


def _rows(customer_pk: int, *, archived: bool) -> CustomerContactQuerySet:
    rows = CustomerContact.objects.filter(customer=customer_pk)
    return rows.filter(archived_at__isnull=False) if archived else rows.live()


_first_of = {archived: _reader(archived=archived, most=FIRST + 1) for archived in (False, True)}
_all_of = {archived: _reader(archived=archived, most=SHOWN + 1) for archived in (False, True)}
_taken_off = Compiled(
    lambda key: _rows(key, archived=True).select_related("contact").order_by("-archived_at", "-pk")[:GONE], SAMPLE_KEY
)


def _shown(customer: Customer) -> CustomerContactQuerySet:
    return _rows(customer.pk, archived=customer.is_archived)


def _read_first(customer: Customer) -> list[CustomerContact]:
    return _first_of[customer.is_archived](customer.pk, timezone.localdate())


PEOPLE = Few("people", _read_first, _shown)


def _first(customer: Customer, request: HttpRequest) -> dict[str, Any]:
    return {"links": PEOPLE.of(customer), "total": PEOPLE.count(customer), **_allowed(customer, request)}


def _all(customer: Customer, request: HttpRequest) -> dict[str, Any]:
    """The contacts, as far as a page goes, and those who were taken off; the number on the tab comes with them."""
    shown = _all_of[customer.is_archived](customer.pk, timezone.localdate())
    PEOPLE.keep(customer, shown, whole=len(shown) <= SHOWN)
    return {
        "links": shown[:SHOWN],
        "total": PEOPLE.count(customer),
        "gone": [] if customer.is_archived else _taken_off(customer.pk),
        **_allowed(customer, request),
    }


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
    count=PEOPLE.count,
    position=5,
)

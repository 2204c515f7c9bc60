"""The panels and tabs of a customer's page, and how the global search finds customers."""

from operator import attrgetter
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from crm.changes.sight import seen_by
from crm.changes.timeline import Filter, activity_of
from crm.labels.attributes import shown_attributes
from crm.pages.detail import Panel, Tab
from crm.search.ranking import best_of
from crm.search.registry import Hit, SearchSource
from customers.forms import NoteForm
from customers.models import Customer, Note

CHANGES_SHOWN = 5


def _addresses(customer: Customer, request: HttpRequest) -> dict[str, Any]:
    every = list(customer.addresses.all())
    return {
        "addresses": [address for address in every if not address.is_archived],
        "archived": [address for address in every if address.is_archived],
        "may_add": _may(customer, request, "add_address"),
        "may_change": _may(customer, request, "change_address"),
    }


def _notes(customer: Customer, request: HttpRequest) -> dict[str, Any]:
    every = list(customer.notes.select_related("author"))
    return {
        "notes": [note for note in every if not note.is_archived],
        "archived": [note for note in every if note.is_archived],
        "form": NoteForm(),
        "may_add": _may(customer, request, "add_note"),
        "may_change": _may(customer, request, "change_note"),
    }


def first_notes(customer: Any) -> list[Note]:
    """The notes the page opens with, read once for the header and the panel, and not where there are none."""
    if "first_notes" not in vars(customer):
        customer.first_notes = list(customer.notes.newest()) if customer.live_notes else []
    found: list[Note] = customer.first_notes
    return found


def _newest_notes(customer: Any, request: HttpRequest) -> dict[str, Any]:
    first = first_notes(customer)
    return {
        "notes": [note for note in first if not note.pinned],  # the pinned ones stand under the name
        "more": customer.live_notes > len(first),
        "form": NoteForm(),
        "may_add": _may(customer, request, "add_note"),
        "may_change": _may(customer, request, "change_note"),
    }


def _latest(customer: Customer, request: HttpRequest) -> dict[str, Any]:
    seen = Filter(seen=seen_by(request.user))
    timeline = activity_of(customer.pk, narrowed=seen, about=customer, size=CHANGES_SHOWN)
    return {"entries": [entry for day in timeline.days for entry in day.entries]}


def _details(customer: Any, request: HttpRequest) -> dict[str, Any]:
    billing = customer.addresses.live().filter(address_type="billing") if customer.live_addresses else []
    return {"billing": next(iter(billing[:1]), None), "attributes": shown_attributes(customer)}


def _may(customer: Customer, request: HttpRequest, permission: str) -> bool:
    return not customer.is_archived and request.user.has_perm(f"customers.{permission}")


DETAILS = Panel("details", _("Details"), "customers/_details.html", _details, position=10)
NOTES = Panel(
    "notes", _("Notes"), "customers/_notes_panel.html", _newest_notes, "customers.view_note", side=True, position=10
)
LATEST = Panel(
    "latest",
    _("Latest changes"),
    "customers/_latest_panel.html",
    _latest,
    "changes.view_changeset",
    side=True,
    position=20,
    lazy=True,  # it reads the history of every kind of record the customer owns
)
ADDRESSES_TAB = Tab(
    "addresses",
    _("Addresses"),
    "customers/_addresses.html",
    _addresses,
    "customers.view_address",
    count=attrgetter("live_addresses"),
    position=20,
)
NOTES_TAB = Tab(
    "notes",
    _("Notes"),
    "customers/_notes.html",
    _notes,
    "customers.view_note",
    count=attrgetter("live_notes"),
    position=30,
)


def find_customers(user: Any, text: str, limit: int) -> list[Hit]:
    """Customers for the global search, archived ones last; an exact number or name stands first."""
    rows = Customer.objects.visible_to(user).matching(text).order_by()
    found = rows.only("name", "number", "internal_name", "city", "kind", "archived_at")[: limit * 10]
    best = best_of(found, text, lambda each: (each.name, each.number, each.internal_name), limit=limit)
    return [_hit(customer) for customer in best]


def _hit(customer: Customer) -> Hit:
    parts = (customer.number, customer.internal_name, customer.city)
    return Hit(
        title=customer.name,
        subtitle=" · ".join(part for part in parts if part),
        url=customer.get_absolute_url(),
        icon="building" if customer.kind == "company" else "user",
        archived=customer.is_archived,
    )


SEARCH = SearchSource(
    "customers", _("Customers"), "customers.view_customer", find_customers, list_url_name="customers:list", position=10
)

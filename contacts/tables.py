"""The columns of the list of contacts."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Concat, Trim
from django.utils.translation import gettext_lazy as _

from contacts.models import RIGHTS, ContactEmail, ContactPhone, ContactTypeLink, CustomerContact
from crm.pages.tables import Column, Table


def _live(model: Any, column: str, *order: str) -> ArraySubquery:
    """For a file: one column of a person's live rows, in one statement for all people."""
    rows = model._base_manager.filter(contact=OuterRef("pk"), archived_at__isnull=True)
    return ArraySubquery(rows.order_by(*order).values(column))


CUSTOMERS = _live(CustomerContact, "customer__name", "-primary", "pk")
EMAILS = _live(ContactEmail, "address", "position", "pk")
PHONES = _live(ContactPhone, "number", "position", "pk")
TYPES = ArraySubquery(
    ContactTypeLink._base_manager.filter(link__contact=OuterRef("pk"), link__archived_at__isnull=True)
    .order_by("contact_type__name")
    .values("contact_type__name")
    .distinct()
)

NAMED = ("given_name", "family_name", "job_title", "employer", "archived_at")
NAME = Trim(Concat(F("given_name"), Value(" "), F("family_name")))
# What the person may do for the customer that stands first
RIGHTS_HELD = Subquery(
    CustomerContact._base_manager.filter(contact=OuterRef("pk"), archived_at__isnull=True)
    .order_by("-primary", "pk")
    .annotate(held=Concat(*(Case(When(**{name: True}, then=Value(f"{name} ")), default=Value("")) for name in RIGHTS)))
    .values("held")[:1]
)


class ContactTable(Table):
    """Who it is, for whom, and how to reach them."""

    cells = "contacts/cells.jinja"

    name = Column(_("Name"), sort="sort_name", card="name", accessor="pk", export=NAME, reads=NAMED)
    customers = Column(_("Customers"), card="second", accessor="pk", export=CUSTOMERS, reads=("shown_links",))
    types = Column(_("Types"), accessor="pk", export=TYPES, reads=("shown_links",))
    phones = Column(_("Phone"), card="phone", accessor="pk", export=PHONES, reads=("shown_phone",))
    emails = Column(_("E-mail"), accessor="pk", export=EMAILS, reads=("shown_email",))
    rights = Column(_("May"), accessor="pk", export=RIGHTS_HELD, reads=("shown_links",))
    given_name = Column(shown=False)
    family_name = Column(shown=False)
    job_title = Column(shown=False)
    employer = Column(shown=False)
    language = Column(shown=False)
    city = Column(shown=False)
    created_at = Column(_("Created"), sort="pk", reads=("created_at",), shown=False)

    class Meta(Table.Meta):
        order_by = "name"

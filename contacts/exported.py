"""What a file of people holds where it is no field of theirs: expressions that the database reads with the rows.

What people are to customers is told of their first one, as the list shows it, in words that an import reads back.
"""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Concat, Trim

from contacts.models import RIGHTS, ContactEmail, ContactPhone, ContactTypeLink, CustomerContact


def _live(model: Any, *order: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._base_manager.filter(contact=OuterRef("pk"), archived_at__isnull=True)
    return rows.order_by(*order)


def _all(model: Any, column: str) -> ArraySubquery:
    """The addresses or numbers of each person."""
    return ArraySubquery(_live(model, "position", "pk").values(column))


def _labelled(model: Any, column: str) -> ArraySubquery:
    """The same with their labels: `ana@example.com (Work)`."""
    value = Cast(column, CharField())
    label = Case(When(label="", then=Value("")), default=Concat(Value(" ("), F("label"), Value(")")))
    return ArraySubquery(_live(model, "position", "pk").values(shown=Concat(value, label)))


_FIRST = _live(CustomerContact, "-primary", "pk")
_OF_FIRST = CustomerContact._base_manager.filter(contact=OuterRef(OuterRef("pk")), archived_at__isnull=True)

NAME = Trim(Concat(F("given_name"), Value(" "), F("family_name")))
CUSTOMERS = ArraySubquery(_FIRST.values("customer__name"))
CUSTOMER_NUMBER = Subquery(_FIRST.values("customer__number")[:1])
PRIMARY = Subquery(_FIRST.values("primary")[:1])
RIGHTS_HELD = Subquery(
    _FIRST.annotate(
        held=Concat(*(Case(When(**{name: True}, then=Value(f"{name}, ")), default=Value("")) for name in RIGHTS))
    ).values("held")[:1]
)
TYPES = ArraySubquery(
    ContactTypeLink._base_manager.filter(link=Subquery(_OF_FIRST.order_by("-primary", "pk").values("pk")[:1]))
    .order_by("contact_type__name")
    .values("contact_type__name")
)
EMAILS, PHONES = _all(ContactEmail, "address"), _all(ContactPhone, "number")
LABELLED_EMAILS, LABELLED_PHONES = _labelled(ContactEmail, "address"), _labelled(ContactPhone, "number")

"""Entries that hang below a customer in the list: further addresses, and what higher apps add, such as worksites.

Words of a search that an entry holds find its customer, and the entry is shown, which says why.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from crm.pages.tables import Attached
from crm.search.matching import email_begun, matches
from customers.models import Address

Draw = Callable[[Any], Attached]
TOO_COMMON = 200  # entries; words that more of them hold name none, and the list says what customers themselves hold
SHOWN = 4  # entries of a kind below one customer


@dataclass(frozen=True, slots=True)
class Entries:
    """A kind of entry: rows with a `customer`, a folded `search` column and an `archived_at`.

    `fits(text)` says whether a text is worth looking for among them; `draw(row)` makes the line.
    """

    model: Any
    permission: str
    reads: tuple[str, ...]
    draw: Draw
    fits: Callable[[str], bool]

    def matching(self, text: str) -> QuerySet[Any]:
        """The live entries that hold every word of a text."""
        rows: QuerySet[Any] = self.model._base_manager.filter(matches("search", text), archived_at__isnull=True)
        return rows

    def below(self, customer_ids: Sequence[int], text: str | None) -> Iterable[Any]:
        """The first live entries of customers, those that hold a text where one is given; one statement."""
        rows = self.model._base_manager.filter(archived_at__isnull=True) if text is None else self.matching(text)
        place = Window(RowNumber(), partition_by="customer_id", order_by="pk")
        numbered = rows.filter(customer__in=customer_ids).annotate(place=place).filter(place__lte=SHOWN)
        return numbered.only("customer_id", *self.reads).order_by("customer_id", "pk")


_kinds: list[Entries] = []


def register_entries(kind: Entries) -> None:
    """Add a kind of entry; called in `ready()` of the app that owns it."""
    _kinds.append(kind)


def owners_of(text: str) -> set[int]:
    """The customers of the entries that hold every word of a text; none where too many entries do."""
    found: set[int] = set()
    for kind in _kinds:
        if kind.fits(text):
            ids = kind.matching(text).order_by().values_list("customer", flat=True)  # sorting would read them all
            owners = list(ids[: TOO_COMMON + 1])
            found.update(owners if len(owners) <= TOO_COMMON else ())
    return found


def attached_to(listing: Any, *, shown: bool) -> Mapping[int, Sequence[Attached]]:
    """The lines below the customers of a page: all where they are `shown`, else those that a search found."""
    text = str(listing.params.get("q", "")).strip()
    ids = [each.pk for each in listing.window.rows]
    if not shown:
        ids = [pk for pk in ids if pk in listing.filterset.found_by_entries]
    if not ids:
        return {}
    lines: dict[int, list[Attached]] = {}
    for kind in _kinds:
        if listing.user.has_perm(kind.permission) and (shown or kind.fits(text)):
            for row in kind.below(ids, None if shown else text):
                lines.setdefault(row.customer_id, []).append(kind.draw(row))
    return lines


def has_a_word(text: str) -> bool:
    """Whether an index of trigrams is of use: three letters or digits in a row. No place has an e-mail address."""
    return not email_begun(text) and any(
        len(part) >= 3 for part in "".join(each if each.isalnum() else " " for each in text).split()
    )


def _as_line(address: Address) -> Attached:
    text = ", ".join(part for part in (address.recipient, str(address)) if part)
    label = _("%(type)s address") % {"type": address.get_address_type_display()}
    return Attached("mail", label, text, address.get_absolute_url())


ADDRESSES = Entries(
    Address,
    "customers.view_address",
    ("address_type", "recipient", "line1", "postal_code", "city"),
    _as_line,
    has_a_word,
)

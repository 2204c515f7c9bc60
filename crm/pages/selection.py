"""Which rows a bulk action is for, and doing it to them."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from crm.changes.current import Actor
from crm.changes.outcome import Outcome, Refusal
from crm.errors import DomainError, Refused
from crm.pages.actions import Action
from crm.pages.listing import Listing
from crm.text import whole_number

BATCH = 100


class Selection:
    """The rows a bulk action is for: ticked ones, or everything the list's address matches.

    "All matching" filters again here, by the same address; `seen` is the number the person agreed to.
    """

    def __init__(self, listing: Listing, data: Any) -> None:
        self.listing = listing
        self.everything = data.get("all") == "1"
        self.seen = int(data["seen"]) if str(data.get("seen", "")).isdecimal() and len(data["seen"]) < 12 else None
        self.keys = [pk for text in data.getlist("pk") if (pk := whole_number(text)) is not None]

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """The rows, never more than the person may see; none when the address is invalid."""
        if self.everything:
            return self.listing.rows
        return self.listing.visible.filter(pk__in=self.keys) if self.listing.is_valid else self.listing.visible.none()

    @cached_property
    def count(self) -> int:
        """How many rows there are now, exactly."""
        return self.rows.order_by().count()

    @property
    def has_moved(self) -> bool:
        """Whether the number differs from the one that was agreed to."""
        return self.seen is not None and self.seen != self.count


def perform_on_rows(action: type[Action], rows: QuerySet[Any], *, by: Actor, values: dict[str, Any]) -> Outcome:
    """Do an action to every row within the open change set; a refused row stays as it is and is reported.

    Set-based where the action offers it, otherwise a savepoint a row.
    """
    if action.perform_rows is not None:
        done = action.perform_rows(rows, by=by, **values)
        return done if isinstance(done, Outcome) else Outcome(done)
    return perform_on_records(action, _each(rows), by=by, values=values)


def perform_on_records(action: type[Action], records: Iterable[Any], *, by: Actor, values: dict[str, Any]) -> Outcome:
    """The same to records one by one."""
    outcome = Outcome()
    for record in records:
        try:
            with transaction.atomic():
                action.perform(record, by=by, **values)
            outcome.done += 1
        except DomainError as error:
            reasons = error.reasons if isinstance(error, Refused) else [str(error)]
            outcome.refusals.append(Refusal(record, reasons))
    return outcome


def _each(rows: QuerySet[Any]) -> Iterator[Any]:
    """The rows in small batches, by key, so that memory stays flat."""
    last = 0
    while batch := list(rows.order_by("pk").filter(pk__gt=last)[:BATCH]):
        yield from batch
        last = batch[-1].pk

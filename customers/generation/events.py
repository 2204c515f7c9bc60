"""What happened to the invented customers, in the order in which it happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.demo.generation import Generation

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """One action on one customer (counted from 0)."""

    verb: str
    customer: int
    at: datetime


def events(generation: Generation) -> Iterator[Event]:
    """The creation of every customer, a later change of one in four, a note on one in six.

    No customer that is archived has a note: what belongs to it would be archived too.
    """
    count = generation.customers
    for index in range(count):
        at = generation.moment(index, count)
        yield Event("create_customer", index, at)
        if index % 4 == 0:
            verb = "archive_customer" if index % 32 == 0 else "change_status"
            yield Event(verb, index // 4 * 3, at)
    for index in _noted(count):
        yield Event("add_note", index, generation.until - DAY * (1 - index / count))


def how_many(generation: Generation) -> int:
    """The number of events."""
    count = generation.customers
    return count + len(range(0, count, 4)) + len(_noted(count))


def _noted(count: int) -> range:
    return range(1, count, 6)

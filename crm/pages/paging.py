"""Pages of a list: by number at the front, by cursor as deep as anyone goes.

A cursor names the last row seen (its sort value and key), so the next page neither loses nor repeats a row
when others are added, and the millionth row costs what the first does. OFFSET 900,000 took 810 ms.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.core.exceptions import FieldError, ValidationError
from django.db import DataError
from django.db.models import QuerySet
from django.http import QueryDict

from crm.pages.order import Order
from crm.text import whole_number

NUMBERED_PAGES = 20
PER_PAGE = 50
PER_PAGE_CHOICES = (25, 50, 100, 200)


class Cursor(NamedTuple):
    """A row by its sort value and key, and its position as it was when it was shown (0: not known)."""

    value: Any
    pk: int
    position: int


@dataclass(slots=True)
class Window:
    """The rows of one page, and the parameters that lead to its neighbours.

    `first` is the position of its first row as the person has paged to it; None where nobody counted.
    """

    rows: list[Any]
    first: int | None
    previous: dict[str, str] | None
    next: dict[str, str] | None

    @property
    def last(self) -> int | None:
        """The position of the last row, where positions are known."""
        return self.first + len(self.rows) - 1 if self.first and self.rows else None


def read_per_page(params: QueryDict) -> int:
    """The page size asked for, held to sizes that stay quick."""
    number = whole_number(params.get("per_page", ""), at_most=9)
    return PER_PAGE if number is None else max(1, min(number, PER_PAGE_CHOICES[-1]))


def read_window(queryset: QuerySet[Any], params: QueryDict, order: Order) -> Window:
    """The page that the parameters ask for; what cannot be read leads to the first page."""
    size = read_per_page(params)
    if params.get("page") == "last":
        return _last(queryset, order, size)
    for name, read in (("after", _after), ("before", _before)):
        if name in params and (cursor := _decode(str(params[name]))):
            try:
                return read(queryset, order, size, cursor)
            except (ValidationError, ValueError, TypeError, DataError, FieldError):
                break
    return _numbered(queryset, order, size, _page_number(params))


def _numbered(queryset: QuerySet[Any], order: Order, size: int, number: int) -> Window:
    start = (number - 1) * size
    found = list(queryset.order_by(*order.names())[start : start + size + 1])
    if not found and number > 1:
        return _last(queryset, order, size)
    rows = found[:size]
    return Window(
        rows,
        first=start + 1 if rows else None,
        previous={"page": str(number - 1)} if number > 1 else None,
        next=_cursor("after", rows[-1], order, start + len(rows)) if len(found) > size else None,
    )


def _after(queryset: QuerySet[Any], order: Order, size: int, cursor: Cursor) -> Window:
    beyond = order.beyond(queryset.model, cursor.value, cursor.pk)
    found = list(queryset.filter(beyond).order_by(*order.names())[: size + 1])
    rows = found[:size]
    if not rows:
        return _last(queryset, order, size)
    first = cursor.position + 1 if cursor.position else None
    return _between(rows, order, first, more=len(found) > size)


def _before(queryset: QuerySet[Any], order: Order, size: int, cursor: Cursor) -> Window:
    beyond = order.beyond(queryset.model, cursor.value, cursor.pk, backwards=True)
    found = list(queryset.filter(beyond).order_by(*order.names(reverse=True))[: size + 1])
    if len(found) <= size:
        return _numbered(queryset, order, size, 1)
    first = cursor.position - size if cursor.position > size else None
    return _between(found[:size][::-1], order, first, more=True)


def _between(rows: list[Any], order: Order, first: int | None, *, more: bool) -> Window:
    end = first + len(rows) - 1 if first else 0
    return Window(
        rows,
        first,
        previous=_cursor("before", rows[0], order, first or 0),
        next=_cursor("after", rows[-1], order, end) if more else None,
    )


def _last(queryset: QuerySet[Any], order: Order, size: int) -> Window:
    found = list(queryset.order_by(*order.names(reverse=True))[: size + 1])
    rows = found[:size][::-1]
    if len(found) <= size:
        return Window(rows, first=1 if rows else None, previous=None, next=None)
    return Window(rows, None, _cursor("before", rows[0], order, 0), None)


def _page_number(params: QueryDict) -> int:
    return max(1, min(whole_number(params.get("page", ""), at_most=9) or 1, NUMBERED_PAGES))


def _cursor(name: str, row: Any, order: Order, position: int) -> dict[str, str]:
    text = json.dumps([order.value_of(row), row.pk, position], default=_written, ensure_ascii=False)
    return {name: base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")}


def _written(value: Any) -> str:
    """A value JSON has no word for. Times keep their microseconds: cut to milliseconds, rows would be lost."""
    return value.isoformat() if isinstance(value, date | datetime | time) else str(value)


def _decode(text: str) -> Cursor | None:
    try:
        value, pk, position = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        return None
    readable = value is None or (isinstance(value, str | int | float) and "\x00" not in str(value))
    counted = isinstance(position, int) and 0 <= position < 2**53
    return Cursor(value, pk, position) if readable and counted and isinstance(pk, int) and abs(pk) < 2**63 else None

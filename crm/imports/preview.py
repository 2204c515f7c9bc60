"""The staged lines of an import as its page shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.imports.mapping import kind_of
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.states import RowAction

PAGE = 50
COLOURS = {RowAction.CREATE: "green", RowAction.UPDATE: "blue", RowAction.SKIP: "grey", RowAction.REFUSED: "red"}
SHOWN = {**dict(RowAction.choices), "warned": _("With a warning")}


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to look at the lines: refused ones, those to create, …"""

    value: str
    label: str | Promise
    count: int
    active: bool


class Lines:
    """The lines of one page, by `show` (what becomes of them) and `after` (the last line of the page before)."""

    def __init__(self, batch: ImportBatch, params: QueryDict) -> None:
        self.batch = batch
        asked = params.get("show", "")
        self.show = asked if asked in SHOWN else self._first_worth_showing()
        after = params.get("after", "")
        self.after = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0

    def _first_worth_showing(self) -> str:
        """Trouble first."""
        order = (RowAction.REFUSED, RowAction.UPDATE, RowAction.CREATE, RowAction.SKIP)
        return next((str(action) for action in order if self.batch.counts.get(action)), str(RowAction.CREATE))

    @property
    def choices(self) -> list[Choice]:
        """The ways that have lines."""
        counts = {**self.batch.counts, "warned": self.batch.warned}
        return [
            Choice(value, label, counts[value], value == self.show)
            for value, label in SHOWN.items()
            if counts.get(value)
        ]

    @cached_property
    def rows(self) -> list[Any]:
        """The lines of this page, each with what its page needs to say about it."""
        found = rows_of(self.batch, self.show).filter(line__gt=self.after)
        rows: list[Any] = list(found.defer("raw") if self.show != RowAction.REFUSED else found)[: PAGE + 1]
        return rows

    @property
    def page(self) -> list[tuple[Any, str, str]]:
        """Each line with its title and the colour of what becomes of it."""
        title = kind_of(self.batch).title_field
        return [
            (row, str(row.values.get(title) or ", ".join(filter(None, row.raw[:4]))), COLOURS[RowAction(row.action)])
            for row in self.rows[:PAGE]
        ]

    @property
    def next_after(self) -> int | None:
        """Where the next page begins, if there is one."""
        return self.rows[PAGE - 1].line if len(self.rows) > PAGE else None


def rows_of(batch: ImportBatch, show: str) -> QuerySet[ImportRow]:
    """The lines of an import that have one fate, or a warning."""
    wanted = ~Q(warnings=[]) if show == "warned" else Q(action=show)
    return ImportRow.objects.filter(wanted, batch=batch).order_by("line")


def refused_lines(batch: ImportBatch) -> Iterator[list[Any]]:
    """The cells of every refused line, its number and its errors, read without holding them in memory."""
    width = len(batch.header)
    for row in rows_of(batch, RowAction.REFUSED).iterator(chunk_size=1000):
        cells = [*row.raw[:width], *[""] * (width - len(row.raw))]
        errors = " ".join(f"{error['column']}: {error['message']}".removeprefix(": ") for error in row.errors)
        yield [*cells, row.line, errors]

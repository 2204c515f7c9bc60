"""The staged lines of an import as its page shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.imports.kinds import ImportKind
from crm.imports.mapping import kind_of
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.states import RowAction
from crm.text import whole_number

PAGE = 50
COLOURS = {
    RowAction.CREATE: "green",
    RowAction.WAIT: "orange",
    RowAction.UPDATE: "blue",
    RowAction.SKIP: "grey",
    RowAction.REFUSED: "red",
}
SHOWN = {**dict(RowAction.choices), "warned": _("With a warning")}


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to look at the lines: refused ones, those to create, …"""

    value: str
    label: str | Promise
    count: int
    active: bool


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with its title, the address of its record, and what it says of a new one."""

    row: ImportRow
    title: str
    url: str
    colour: str
    facts: str


class Lines:
    """The lines of one page, by `show` (what becomes of them) and `after` (the last line of the page before)."""

    def __init__(self, batch: ImportBatch, params: QueryDict) -> None:
        self.batch = batch
        asked = params.get("show", "")
        self.show = asked if asked in SHOWN else self._first_worth_showing()
        self.after = whole_number(params.get("after", "")) or 0

    def _first_worth_showing(self) -> str:
        """Trouble first."""
        order = (RowAction.REFUSED, RowAction.WAIT, RowAction.UPDATE, RowAction.CREATE, RowAction.SKIP)
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
    def rows(self) -> list[ImportRow]:
        """The lines of this page, and one more if there is another page."""
        found = rows_of(self.batch, self.show).filter(line__gt=self.after)
        return list(found[: PAGE + 1])

    @property
    def page(self) -> list[ShownLine]:
        """The lines in words."""
        kind = kind_of(self.batch)
        labels = {field.name: str(field.label) for field in kind.fields()}
        return [self._shown(kind, labels, row) for row in self.rows[:PAGE]]

    def _shown(self, kind: ImportKind, labels: dict[str, str], row: ImportRow) -> ShownLine:
        title = kind.title_of(row.values) or ", ".join(filter(None, row.raw[:4]))
        facts = ""
        if row.action in (RowAction.CREATE, RowAction.WAIT):
            known = {labels[name]: kind.words(name, value) for name, value in row.values.items() if name in labels}
            known.pop(labels[kind.title_field], None)
            facts = " · ".join(f"{label}: {words}" for label, words in known.items() if words)
        page_of = kind.url_of_waiting if row.action == RowAction.WAIT else kind.url_of
        url = page_of(row.object_id) if row.object_id else ""
        return ShownLine(row, title, url, COLOURS[RowAction(row.action)], facts)

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

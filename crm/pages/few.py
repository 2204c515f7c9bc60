"""The first few of what belongs to a record, and how many there are: for a panel, and for the number on its tab."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

FIRST = 5  # that an overview shows where nothing else is said
M = TypeVar("M")


@dataclass(slots=True)
class _Read:
    """What a record's page has read: the first few and one more, and their number once it is known."""

    rows: Sequence[Any]
    number: int | None


@dataclass(frozen=True, slots=True)
class Few(Generic[M]):
    """Rows that belong to a record, kept with it by `name` so that panel and tab read them once.

    `first` answers the first `size` of them and one more, `every` all, which are counted only where they are more.
    """

    name: str
    first: Callable[[Any], Sequence[M]]
    every: Callable[[Any], QuerySet[Any]]
    size: int = FIRST

    def of(self, record: Any) -> Sequence[M]:
        """The first few."""
        return self._read(record).rows[: self.size]

    def count(self, record: Any) -> int:
        """How many there are."""
        read = self._read(record)
        if read.number is None:
            read.number = self.every(record).count()
        return read.number

    def keep(self, record: Any, rows: Sequence[M], *, whole: bool) -> None:
        """Use what a tab read anyway; `whole` where these are all of them."""
        vars(record).setdefault("few", {})[self.name] = _Read(rows, len(rows) if whole else None)

    def _read(self, record: Any) -> _Read:
        kept: dict[str, _Read] = vars(record).setdefault("few", {})
        if self.name not in kept:
            rows = self.first(record)
            self.keep(record, rows, whole=len(rows) <= self.size)
        return kept[self.name]

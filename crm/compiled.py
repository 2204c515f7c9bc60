"""Statements that a page asks again and again, compiled once.

Django builds and compiles a queryset each time it is asked. For a customer with all that their page shows this took
four times as long as the database's answer.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Generic, Self, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connections
from django.db.models import Model, QuerySet, Subquery, prefetch_related_objects
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=Model)
SAMPLE_KEY = -9_007_199_254_740_881  # a key that no record has


@dataclass(frozen=True, slots=True)
class _Statement:
    """A compiled queryset; `places` says which of its parameters stands for which value."""

    compiler: Any
    sql: str
    params: tuple[Any, ...]
    places: dict[int, int]
    prefetched: tuple[Any, ...]

    def filled(self, values: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        """The statement with these values in their places."""
        places = self.places
        return self.sql, tuple(values[places[at]] if at in places else kept for at, kept in enumerate(self.params))


class Compiled(Generic[M]):
    """A queryset of which only some values differ from one asking to the next.

    `build` makes it from those values; `samples` are such values, unlike any constant in the statement, that reach the
    database as they are. What `build` makes may depend on nothing else: on no date, language or person.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], *samples: Any) -> None:
        self.build = build
        self.samples = samples

    def __call__(self, *values: Any) -> list[M]:
        """The records for these values, given in the order of the samples."""
        statement = self._statement
        compiler = copy(statement.compiler)
        compiler.connection = connections[compiler.using]  # each thread has its own
        compiler.as_sql = lambda *args, **kwargs: statement.filled(values)
        query = SimpleNamespace(get_compiler=lambda using: compiler)
        asked: Any = SimpleNamespace(db=compiler.using, query=query, _known_related_objects={})
        found: list[M] = list(ModelIterable(asked))
        prefetch_related_objects(found, *statement.prefetched)
        return found

    @cached_property
    def _statement(self) -> _Statement:
        queryset: Any = self.build(*self.samples)
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        places = {at: index for at, param in enumerate(params) if (index := self._index_of(param)) is not None}
        if {*places.values()} != {*range(len(self.samples))}:
            raise ValueError("A value does not reach the statement as it is, so it cannot be exchanged.")
        return _Statement(compiler, sql, tuple(params), places, queryset._prefetch_related_lookups)

    def _index_of(self, param: Any) -> int | None:
        same = (index for index, each in enumerate(self.samples) if isinstance(param, type(each)) and each == param)
        return next(same, None)


class CompiledSubquery(Subquery):
    """A subquery of a queryset that is built once and asked often (`crm/pages/reading.py`), compiled once too.

    It keeps its SQL until it is copied: Django copies an expression before it changes anything about it.
    """

    kept: tuple[str, tuple[Any, ...]] | None = None

    def copy(self) -> Self:
        """The same, not compiled yet."""
        copied: Self = super().copy()
        copied.kept = None
        return copied

    def as_sql(self, compiler: Any, connection: Any, template: str | None = None, **extra: Any) -> Any:
        """The statement, compiled for the first who asks."""
        if template or extra:
            return super().as_sql(compiler, connection, template, **extra)
        if self.kept is None:
            sql, params = super().as_sql(compiler, connection)
            self.kept = sql, tuple(params)
        return self.kept


class CompiledArray(CompiledSubquery, ArraySubquery):
    """The same for an array of what a subquery finds."""

"""Measurement data by the million: what each app generates, and the quick way into its tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

SEED = 20_240_229
SPAN = timedelta(days=6 * 365)  # how long the invented firm has been in business


@dataclass
class Generation:
    """One run of `generate_data`: how much, from which seed, and what was written so far.

    Everything but the present time comes from the seed, so two runs into empty databases write the same rows.
    """

    customers: int
    until: datetime = field(default_factory=timezone.now)
    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - names, not keys
    written: dict[str, int] = field(default_factory=dict)
    customer_ids: range = range(0)
    first_change_set: int = 0

    def moment(self, index: int, of: int) -> datetime:
        """The time of the index-th of so many events, spread evenly over the firm's years."""
        return self.until - SPAN + SPAN * (index / max(of, 1))

    def copy(self, model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Write rows by COPY, their values in the order of the columns; answers how many."""
        quote = connection.ops.quote_name
        into = f"{quote(model._meta.db_table)} ({', '.join(map(quote, columns))})"
        with connection.cursor() as cursor:
            with cursor.copy(f"COPY {into} FROM STDIN") as stream:
                for row in rows:
                    stream.write_row(row)
            return self.count(model, cursor.rowcount)

    def run(self, model: type[models.Model], sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> int:
        """Write rows of a model by one INSERT … SELECT; answers how many."""
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return self.count(model, cursor.rowcount)

    def count(self, model: type[models.Model], rows: int) -> int:
        """Note rows for the summary."""
        label = str(model._meta.verbose_name_plural)
        self.written[label] = self.written.get(label, 0) + rows
        return rows

    def next_ids(self, model: type[models.Model], count: int) -> range:
        """Take so many ids of a model out of its sequence."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
            sequence = cursor.fetchone()[0]
            cursor.execute("SELECT nextval(%s)", [sequence])
            first = cursor.fetchone()[0]
            cursor.execute("SELECT setval(%s, %s)", [sequence, first + count])
        return range(first, first + count)


Generator = Callable[[Generation], None]
_generators: list[tuple[int, Generator, tuple[type[models.Model], ...]]] = []


def register_generator(position: int, generator: Generator, *, fills: Sequence[type[models.Model]]) -> None:
    """Add an app's part of the data; lower positions run first, `fills` are the tables it writes to."""
    _generators.append((position, generator, tuple(fills)))


@transaction.atomic
def generate(customers: int) -> dict[str, int]:
    """Generate a firm with so many customers; answers the rows written by kind of record.

    Indexes are built once at the end, which takes a third of the time that growing them row by row does.
    """
    generation = Generation(customers)
    ordered = sorted(_generators, key=lambda each: each[0])
    with without_indexes([model for _, _, fills in ordered for model in fills]):
        for _, generator, _ in ordered:
            generator(generation)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return generation.written


@contextmanager
def without_indexes(tables: Iterable[type[models.Model]]) -> Iterator[None]:
    """Take the indexes off some tables and put them back; those of constraints stay and check every row."""
    names = [model._meta.db_table for model in tables]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = ANY(%s::regclass[]::oid[]) AND NOT indisunique ORDER BY indexrelid",
            [names],
        )
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks outstanding takes no index
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for _, definition in indexes:
            cursor.execute(definition)

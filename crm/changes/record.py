"""History rows, copied by the database from the rows as they stand."""

from collections.abc import Sequence
from functools import cache

from django.db import connection, models

from crm.changes.current import OpenChangeSet, current_change_set
from crm.changes.kept import history_of_model, kept_fields


def note_rows(model: type[models.Model], ids: Sequence[int], history_type: str) -> int:
    """Record rows under the open change set, with the customers they belong to; answers how many."""
    opened = current_change_set()
    if ids:
        opened.note_customers_of(model, ids)
    return record_rows(opened, model, ids, history_type)


def record_rows(opened: OpenChangeSet, model: type[models.Model], ids: Sequence[int], history_type: str) -> int:
    """Copy rows into their history table under a change set, in one statement; answers how many.

    `history_type` is "+" after an insert, "~" after an update, "-" before a delete. What is kept is what the
    database stored, not what an object in memory says.
    """
    if not ids:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_statement(model), [opened.now(), history_type, opened.row.pk, list(ids)])
        recorded: int = cursor.rowcount
    opened.count(model, history_type, recorded)
    return recorded


@cache
def _statement(model: type[models.Model]) -> str:
    history: type[models.Model] = history_of_model(model)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in kept_fields(model))
    return (
        f"INSERT INTO {quote(history._meta.db_table)} ({columns}, history_date, history_type, change_set_id)"
        f" SELECT {columns}, %s, %s, %s FROM {quote(model._meta.db_table)}"
        f" WHERE {quote(str(model._meta.pk.column))} = ANY(%s)"
    )

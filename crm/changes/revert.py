"""Setting rows back to what a history row holds, in a statement for any number of rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from crm.changes.current import current_change_set
from crm.changes.kept import history_of_model, kept_fields
from crm.changes.record import note_rows
from crm.changes.tracked import TrackedModel


def set_back(model: type[TrackedModel], fields: Iterable[str], history_ids: Sequence[int]) -> int:
    """Give rows the values that these history rows hold in the named fields; answers how many rows changed.

    The rows must be locked by the caller.
    """
    quote = connection.ops.quote_name
    columns = [quote(str(model._meta.get_field(name).column)) for name in sorted(fields)]  # type: ignore[union-attr]
    sets = ", ".join(f"{column} = former.{column}" for column in columns)
    return _run(
        model,
        "~",
        f"UPDATE {quote(model._meta.db_table)} AS row SET {sets}, version = row.version + 1, updated_at = %s"
        f" FROM {quote(history_of_model(model)._meta.db_table)} AS former"
        " WHERE former.id = row.id AND former.history_id = ANY(%s) RETURNING row.id",
        [current_change_set().now(), list(history_ids)],
    )


def put_back(model: type[TrackedModel], history_ids: Sequence[int]) -> int:
    """Insert removed rows again as these history rows hold them, under their old ids.

    What is there again by another way (the same tag on the same customer) is left as it is.
    """
    quote = connection.ops.quote_name
    kept = [field.column for field in kept_fields(model)]
    own = [column for column in kept if column not in ("version", "updated_at")]
    columns = ", ".join(quote(column) for column in own)
    return _run(
        model,
        "+",
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}, version, updated_at)"
        f" SELECT {columns}, version + 1, %s FROM {quote(history_of_model(model)._meta.db_table)}"
        " WHERE history_id = ANY(%s) ON CONFLICT DO NOTHING RETURNING id",
        [current_change_set().now(), list(history_ids)],
    )


def _run(model: type[TrackedModel], history_type: str, sql: str, params: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        ids = [pk for (pk,) in cursor.fetchall()]
    return note_rows(model, ids, history_type)

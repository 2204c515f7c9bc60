"""Staged rows in and out of the database, thousands at a time."""

import json
from collections.abc import Sequence

from django.db import connection
from django.db.models import Count

from crm.imports.kinds import StagedRow
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.states import APPLIED, RowAction

_TABLE = ImportRow._meta.db_table
CHUNK = 2000
_json = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` with an option makes an encoder a call
_COLUMNS = 'batch_id, line, raw, "values", action, errors, warnings, changes, key, object_id, object_version'


def clear(batch: ImportBatch) -> None:
    """Forget the staged rows of an import."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_TABLE} WHERE batch_id = %s", [batch.pk])


def store(batch: ImportBatch, rows: Sequence[StagedRow]) -> None:
    """Write rows by COPY, which costs a tenth of an INSERT."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {_TABLE} ({_COLUMNS}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(_written(batch, row))


def refuse_repeated_keys(batch: ImportBatch, message: str) -> None:
    """Refuse every line whose key an earlier line has; `#` in the message stands for that line's number.

    In two steps: rows just staged have no statistics, and a join of the table with itself may take the planner minutes.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT id, first FROM (
                SELECT id, line, min(line) OVER (PARTITION BY key) AS first
                FROM {_TABLE} WHERE batch_id = %s AND key <> ''
            ) AS keyed
            WHERE line > first
            """,
            [batch.pk],
        )
        repeated = cursor.fetchall()
        for start in range(0, len(repeated), CHUNK):
            ids, firsts = zip(*repeated[start : start + CHUNK], strict=True)
            cursor.execute(
                f"""
                UPDATE {_TABLE} AS staged SET action = %s,
                    errors = staged.errors || jsonb_build_array(
                        jsonb_build_object('column', '', 'message', replace(%s, '#', twin.first::text)))
                FROM unnest(%s::bigint[], %s::bigint[]) AS twin (id, first) WHERE twin.id = staged.id
                """,
                [RowAction.REFUSED, message, list(ids), list(firsts)],
            )


def count(batch: ImportBatch) -> dict[str, int]:
    """How many lines each action has."""
    found = ImportRow.objects.filter(batch=batch).values_list("action").annotate(lines=Count("pk"))
    return dict(found.order_by("action"))


def next_rows(batch: ImportBatch, size: int) -> list[StagedRow]:
    """The lines to apply behind the batch's position, in the order of the file."""
    found = ImportRow.objects.filter(batch=batch, line__gt=batch.position, action__in=APPLIED).order_by("line")[:size]
    names = ("line", "values", "action", "key", "object_id", "object_version")
    return [StagedRow(raw=[], **dict(zip(names, values, strict=True))) for values in found.values_list(*names)]


def note_applied(batch: ImportBatch, rows: Sequence[StagedRow]) -> None:
    """Write back what became of applied lines: the record they made, or why they were refused after all.

    Nothing that an index holds is set where it stays the same, so that no index is written.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE {_TABLE} AS staged SET object_id = done.object_id
            FROM unnest(%s::bigint[], %s::bigint[]) AS done (line, object_id)
            WHERE staged.batch_id = %s AND staged.line = done.line
            """,
            [[row.line for row in rows], [row.object_id for row in rows], batch.pk],
        )
        if refused := [row for row in rows if row.action == RowAction.REFUSED]:
            cursor.execute(
                f"""
                UPDATE {_TABLE} AS staged SET action = %s, errors = done.errors
                FROM unnest(%s::bigint[], %s::jsonb[]) AS done (line, errors)
                WHERE staged.batch_id = %s AND staged.line = done.line
                """,
                [
                    RowAction.REFUSED,
                    [row.line for row in refused],
                    [_json(row.errors) for row in refused],
                    batch.pk,
                ],
            )


def _written(batch: ImportBatch, row: StagedRow) -> tuple[object, ...]:
    return (
        batch.pk,
        row.line,
        _json(row.raw),
        _json(row.values),
        str(row.action),
        _json(row.errors) if row.errors else "[]",
        _json(row.warnings) if row.warnings else "[]",
        _json(row.changes) if row.changes else "{}",
        row.key,
        row.object_id,
        row.object_version,
    )

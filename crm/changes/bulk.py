"""Changes of many rows in a handful of statements, history included.

A bare `QuerySet.update()`, `bulk_create()` or `delete()` leaves no history; these do. Each call needs an
open change set, holds the rows it changes, and costs the same few statements for ten rows or a million.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import F, QuerySet

from crm.changes.current import OpenChangeSet, current_change_set
from crm.changes.tracked import TrackedModel

M = TypeVar("M", bound=TrackedModel)


def update_rows(queryset: QuerySet[M], **values: Any) -> int:
    """Set the same values (or expressions) on every row of a queryset; answers how many rows changed."""
    model = queryset.model
    ids = _lock(queryset)
    opened = current_change_set()
    model._base_manager.filter(pk__in=ids).update(version=F("version") + 1, updated_at=opened.now(), **values)
    return _record(opened, model, ids, "~")


def save_rows(objects: Sequence[M], fields: Iterable[str]) -> int:
    """Save the named fields of many read objects, each with its own values.

    The rows must be locked by the caller (`select_for_update`), which stands for the version check.
    """
    if not objects:
        return 0
    opened = current_change_set()
    for instance in objects:
        instance.version += 1
        instance.updated_at = opened.now()
    model = type(objects[0])
    model._base_manager.bulk_update(objects, [*fields, "version", "updated_at"], batch_size=2000)
    return _record(opened, model, [instance.pk for instance in objects], "~")


def create_rows(objects: Sequence[M]) -> list[M]:
    """Insert many objects and answer them with their ids."""
    if not objects:
        return []
    opened = current_change_set()
    model = type(objects[0])
    created = model._base_manager.bulk_create(objects, batch_size=2000)
    _record(opened, model, [instance.pk for instance in created], "+")
    return created


def remove_rows(queryset: QuerySet[M]) -> int:
    """Delete link rows (tags, group members): business rows are archived, never deleted."""
    model = queryset.model
    ids = _lock(queryset)
    count = _record(current_change_set(), model, ids, "-")
    model._base_manager.filter(pk__in=ids)._raw_delete(using=connection.alias)  # type: ignore[attr-defined]
    return count


def _lock(queryset: QuerySet[M]) -> list[int]:
    """The ids of the rows, locked in the order of their keys so that two bulk changes never deadlock."""
    return list(queryset.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))


def _record(opened: OpenChangeSet, model: type[models.Model], ids: Sequence[int], history_type: str) -> int:
    """Copy the rows as they stand into the history table."""
    if not ids:
        return 0
    history = model.history.model  # type: ignore[attr-defined]
    columns = [field.column for field in history.tracked_fields]
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    table, history_table = (connection.ops.quote_name(m._meta.db_table) for m in (model, history))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {history_table} ({quoted}, history_date, history_type, history_user_id, change_set_id)"
            f" SELECT {quoted}, %s, %s, %s, %s FROM {table} WHERE id = ANY(%s)",
            [opened.now(), history_type, opened.row.actor_id, opened.row.pk, list(ids)],
        )
    opened.count(model, history_type, len(ids))
    opened.note_customers(model, ids)
    return len(ids)

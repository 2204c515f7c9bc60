"""Changes of many rows in a handful of statements, history included.

A bare `QuerySet.update()`, `bulk_create()` or `delete()` leaves no history; these do. Each call needs an
open change set, holds the rows it changes, and costs the same few statements for ten rows or a million.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.sql import Query

from crm.changes.copying import copy_rows, copy_values
from crm.changes.current import current_change_set
from crm.changes.lookups import among
from crm.changes.overwriting import overwrite_rows
from crm.changes.record import note_rows, record_rows
from crm.changes.tracked import TrackedModel

M = TypeVar("M", bound=TrackedModel)
BATCH = 2000
COPIED_FROM = 100  # rows from which COPY is quicker than one INSERT


def update_rows(queryset: QuerySet[M], **values: Any) -> int:
    """Set the same values (or expressions) on every row of a queryset; answers how many rows changed.

    Rows that have plain values already are left alone: they get no history row and keep their version.
    """
    model, opened = queryset.model, current_change_set()
    ids = _lock(queryset, unless=values if not any(_is_expression(value) for value in values.values()) else {})
    model._base_manager.filter(among(ids)).update(version=F("version") + 1, updated_at=opened.now(), **values)
    return note_rows(model, ids, "~")


def save_rows(objects: Sequence[M], fields: Iterable[str]) -> int:
    """Save the named fields of many read objects, each with its own values.

    The rows must be locked by the caller (`select_for_update`), which stands for the version check.
    """
    opened = current_change_set()
    for instance in objects:
        instance.version += 1
        instance.updated_at = opened.now()
    names = {*fields, "version", "updated_at"}
    for start in range(0, len(objects), BATCH):
        overwrite_rows(objects[start : start + BATCH], [objects[0]._meta.get_field(name) for name in sorted(names)])
    return note_rows(type(objects[0]), [instance.pk for instance in objects], "~") if objects else 0


def create_rows(objects: Sequence[M]) -> list[M]:
    """Insert many objects and answer them with their ids."""
    if not objects:
        return []
    insert = copy_rows if len(objects) >= COPIED_FROM else type(objects[0])._base_manager.bulk_create
    created = insert(objects)
    note_rows(type(objects[0]), [instance.pk for instance in created], "+")
    return created


def create_from_values(model: type[TrackedModel], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows given as values by column (`status_id`), by the thousand, and answer their ids in order.

    Values are trusted to be what the columns store: whoever calls has checked them, as an import does.
    """
    ids = copy_values(model, rows) if rows else []
    opened = current_change_set()
    opened.note_customers_in(model, ids, rows)
    record_rows(opened, model, ids, "+")
    return ids


def remove_rows(queryset: QuerySet[M]) -> int:
    """Delete link rows (tags, group members): business rows are archived, never deleted.

    Raises TypeError for a model that does not say what it links.
    """
    model = queryset.model
    if not model.link_to:
        raise TypeError(f"{model.__name__} is no link (`link_to`): archive its rows instead.")
    ids = _lock(queryset)
    count = note_rows(model, ids, "-")
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)} WHERE id = ANY(%s)", [ids])
    return count


def _lock(queryset: QuerySet[M], unless: dict[str, Any] | None = None) -> list[int]:
    """The ids of the rows, locked in the order of their keys so that two bulk changes never deadlock.

    Whoever waits for a row is asked the queryset's own conditions again once it is free: what somebody else archived
    meanwhile is not archived twice. What FOR UPDATE refuses (distinct, sliced, grouped) stands in a subquery, whose
    conditions were asked before.
    """
    rows = queryset if _is_lockable(queryset.query) else _by_key(queryset)
    if unless:
        rows = rows.exclude(**unless)
    ids = rows.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True)
    return list(dict.fromkeys(ids))  # a join to many answers a row several times


def _is_lockable(query: Query) -> bool:
    unlockable = query.is_sliced or query.distinct or query.combinator or query.group_by is not None
    return not (unlockable or query.annotations)


def _by_key(queryset: QuerySet[M]) -> QuerySet[M]:
    asked = queryset if queryset.query.is_sliced else queryset.order_by()
    rows: QuerySet[M] = queryset.model._base_manager.filter(pk__in=asked.values("pk"))
    return rows


def _is_expression(value: Any) -> bool:
    return hasattr(value, "resolve_expression")

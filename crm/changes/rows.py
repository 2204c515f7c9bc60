"""What a change set did to each object: the row before it and the row after it, from the history tables."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import OuterRef, QuerySet, Subquery

from crm.changes.kept import history_of_model, kept_fields
from crm.changes.lookups import among
from crm.changes.models import ChangeSet
from crm.changes.tracked import TrackedModel

ROWS = 500


@dataclass(frozen=True, slots=True)
class RowChange:
    """One object in one change set; `before` and `after` are history rows.

    `before` is None for what was created, `after` is None for what was removed. `only` narrows what is told to
    some fields.
    """

    model: type[TrackedModel]
    change_set_id: int
    pk: int
    before: Any
    after: Any
    only: frozenset[str] | None = None

    @property
    def changed_fields(self) -> list[Any]:
        """The kept fields whose values differ, bookkeeping columns apart."""
        return [
            field
            for field in told_fields(self.model)
            if self.value(self.before, field) != self.value(self.after, field)
        ]

    @staticmethod
    def value(row: Any, field: Any) -> Any:
        """A field's stored value in a history row; None where there is no row."""
        return getattr(row, field.attname) if row is not None else None


@cache
def told_fields(model: type[TrackedModel]) -> tuple[Any, ...]:
    """The kept fields that mean something to people."""
    return tuple(field for field in kept_fields(model) if field.name not in model.untold_fields)


def models_of(change_sets: Iterable[ChangeSet]) -> dict[type[TrackedModel], list[int]]:
    """The tracked models that change sets touched, each with the ids of its change sets; owners first."""
    touched: dict[type[TrackedModel], list[int]] = defaultdict(list)
    for change_set in change_sets:
        for label in change_set.counts:
            try:
                touched[apps.get_model(label)].append(change_set.pk)
            except LookupError:  # a model that the product no longer has
                continue
    return {model: touched[model] for model in owners_first(touched)}


def owners_first(models: Iterable[type[TrackedModel]]) -> list[type[TrackedModel]]:
    """Models in the order of their foreign keys: a customer before its notes."""
    waiting, ordered = sorted(models, key=lambda model: model._meta.label_lower), []
    while waiting:
        free = [model for model in waiting if not _owners(model) & {*waiting} - {model}] or waiting
        ordered += free
        waiting = [model for model in waiting if model not in free]
    return ordered


def _owners(model: type[TrackedModel]) -> set[Any]:
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation}


def load_changes(
    model: type[TrackedModel],
    change_set_ids: Sequence[int],
    *,
    customer_id: int | None = None,
    object_ids: Sequence[int] | None = None,
    limit: int | None = ROWS,
) -> list[RowChange]:
    """The objects of one model that change sets touched, oldest first, in one statement.

    Narrowed to what belongs to a customer, or to some objects, where that is given. At most `limit` history
    rows are read, the newest first.
    """
    history = history_of_model(model)
    own: QuerySet[Any] = history.objects.filter(change_set_id__in=change_set_ids)
    if customer_id is not None:
        own = own.filter(**{"id" if model.customer_path == "pk" else str(model.customer_path): customer_id})
    if object_ids is not None:
        own = own.filter(among(object_ids, "id"))
    if limit is not None:
        own = own.order_by("-history_id")[:limit]
    earlier = history.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    newest_earlier = Subquery(earlier.order_by("-history_id").values("history_id")[:1])
    former = history.objects.filter(history_id__in=own.annotate(former=newest_earlier).values("former"))
    return _paired(model, set(change_set_ids), own.union(former.order_by(), all=True))


def _paired(model: type[TrackedModel], change_set_ids: set[int], rows: Iterable[Any]) -> list[RowChange]:
    versions: dict[int, dict[int, Any]] = defaultdict(dict)
    for row in rows:
        versions[row.id][row.history_id] = row
    changes = []
    for pk, by_id in versions.items():
        former: Any = None
        changed: dict[int, RowChange] = {}
        for row in (by_id[history_id] for history_id in sorted(by_id)):
            if row.change_set_id in change_set_ids:
                first = None if row.history_type == "+" else former or row
                before = changed[row.change_set_id].before if row.change_set_id in changed else first
                after = None if row.history_type == "-" else row
                changed[row.change_set_id] = RowChange(model, row.change_set_id, pk, before, after)
            former = row
        changes += [change for change in changed.values() if change.before is not None or change.after is not None]
    return changes

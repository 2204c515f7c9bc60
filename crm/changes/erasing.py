"""Overwriting what the law or a contract forbids to keep, in rows and in their history; nothing else may."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from crm.changes.current import current_change_set
from crm.changes.kept import history_of_model, kept_names
from crm.changes.lookups import among
from crm.changes.models import ChangeSet
from crm.changes.record import note_rows
from crm.changes.tracked import TrackedModel

M = TypeVar("M", bound=TrackedModel)


def erase_values(queryset: QuerySet[M], values: Mapping[str, Any], **marks: Any) -> int:
    """Write neutral values over rows and over every version of them that history keeps; answers how many rows.

    History is insert-only for everything else: this is for a person's right to erasure (article 17 GDPR), called
    by the actions that decide what may go. Who changed what and when stays; what it was is gone, also from the
    reasons that were typed for those changes. Values may be expressions of columns that history has too; `marks`
    are written to the rows as they stand and to no earlier version.
    """
    model, opened = queryset.model, current_change_set()
    ids = list(queryset.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    if not ids:
        return 0
    _refuse_unkept(model, values)
    model._base_manager.filter(among(ids)).update(version=F("version") + 1, updated_at=opened.now(), **values, **marks)
    history_of_model(model).objects.filter(among(ids, "id")).update(**values)
    forget_reasons(model, ids)
    return note_rows(model, ids, "~")


def forget_reasons(model: type[TrackedModel], ids: Sequence[int]) -> None:
    """Free text that somebody gave for a change of these rows may name the person; this change set's own stays."""
    touched = history_of_model(model).objects.filter(among(ids, "id")).values("change_set_id")
    ChangeSet.objects.filter(pk__in=touched).exclude(pk=current_change_set().row.pk).exclude(reason="").update(
        reason=""
    )


def overwrite_versions(model: type[TrackedModel], versions: Q, values: Mapping[str, Any]) -> int:
    """Write other values over those versions that `versions` selects of history; answers how many.

    For data that a contract lets be kept for a while only. Rows as they stand are not touched, so nothing may be
    selected that is what a row holds now. Who changed what and when stays.
    """
    _refuse_unkept(model, values)
    now = model._base_manager.filter(pk=OuterRef("id"), version=OuterRef("version"))
    earlier = history_of_model(model).objects.filter(versions).exclude(Exists(now))
    changed: int = earlier.update(**values)
    return changed


def _refuse_unkept(model: type[TrackedModel], values: Mapping[str, Any]) -> None:
    if unkept := set(values) - kept_names(model):
        raise TypeError(f"History does not keep {sorted(unkept)} of {model.__name__}.")

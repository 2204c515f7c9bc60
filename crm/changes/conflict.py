"""Two people changed one record: what was there, what stands there now, what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crm.changes.tracked import TrackedModel


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """One field in three versions; it clashes where both sides changed it differently."""

    name: str
    label: str
    base: Any
    theirs: Any
    yours: Any
    clashes: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """The fields on which two versions differ, and who saved in between."""

    fields: list[FieldConflict]
    by: list[str]


def compare(instance: TrackedModel, *, base_version: int, submitted: Mapping[str, Any]) -> Conflict:
    """Compare what was submitted with the current row, field by field, from the version both began with."""
    rows = list(instance.history.filter(id=instance.pk, version__gte=base_version).select_related("change_set"))
    base = next((row for row in rows if row.version == base_version), instance)
    fields = []
    for name, yours in submitted.items():
        field = next((field for field in instance._meta.fields if field.name == name), None)
        if field is None:
            continue
        before, theirs = (getattr(row, field.attname, None) for row in (base, instance))
        mine = getattr(yours, "pk", yours) if field.is_relation else yours
        if before != theirs or before != mine:
            clashes = before != theirs and mine not in (before, theirs)
            fields.append(FieldConflict(name, str(field.verbose_name), before, theirs, mine, clashes))
    return Conflict(fields, [row.change_set.actor_name for row in rows if row.version > base_version])

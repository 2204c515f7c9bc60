"""Two people changed one record: what was there, what stands there now, what was typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, Model

from crm.changes.kept import kept_fields
from crm.changes.models import ChangeSet
from crm.changes.related import Related
from crm.changes.tracked import TrackedModel
from crm.changes.values import in_words, label_of


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """One field in three versions, in words; it clashes where both sides changed it differently.

    `proposed` is the value to go on with: theirs where only they changed it, else yours.
    """

    name: str
    label: str
    base: str
    theirs: str
    yours: str
    clashes: bool
    proposed: Any


@dataclass(frozen=True, slots=True)
class Conflict:
    """The fields on which the versions differ, and the change sets that came in between, oldest first."""

    fields: list[FieldConflict]
    by: list[ChangeSet]

    @property
    def names(self) -> list[str]:
        """Who saved in between, each once."""
        return list(dict.fromkeys(change_set.actor_name for change_set in self.by))

    @property
    def proposal(self) -> dict[str, Any]:
        """Values for the form's fields that merge what both sides changed; yours where they clash."""
        return {field.name: field.proposed for field in self.fields}


def compare(instance: TrackedModel, *, base_version: int, submitted: Mapping[str, Any]) -> Conflict:
    """Compare what was submitted with the current row, field by field, from the version both began with.

    `instance` is the row as it stands now; `submitted` holds cleaned values by field name, of which those
    that are columns of the record are compared. A version that history does not have counts as empty, so
    every difference clashes.
    """
    rows = instance.history.filter(version__gte=base_version).select_related("change_set").order_by("version")
    versions = {row.version: row for row in rows}
    base = versions.pop(base_version, None)
    kept = {field.name: field for field in kept_fields(type(instance))}
    compared = [
        (kept[name], *_three(kept[name], base, instance, yours)) for name, yours in submitted.items() if name in kept
    ]
    differing = [each for each in compared if not each[1] == each[2] == each[3]]
    related = Related()
    for field, *values in differing:
        for value in values:
            related.want(field, value)
    fields = [_field_conflict(field, *values, related=related) for field, *values in differing]
    return Conflict(fields, list({row.change_set_id: row.change_set for row in versions.values()}.values()))


def _three(field: "Field[Any, Any]", base: Any, theirs: Model, yours: Any) -> tuple[Any, Any, Any]:
    """The three values as the database stores them, so that equal ones compare equal."""
    read: Iterable[Any] = (getattr(row, field.attname, None) for row in (base, theirs))
    mine = getattr(yours, "pk", yours) if field.is_relation else yours
    before, now, typed = (
        None if value is None else field.get_prep_value(field.to_python(value)) for value in (*read, mine)
    )
    return before, now, typed


def _field_conflict(field: "Field[Any, Any]", base: Any, theirs: Any, yours: Any, *, related: Related) -> FieldConflict:
    clashes = theirs != base and yours not in (base, theirs)
    return FieldConflict(
        name=field.name,
        label=label_of(field),
        base=in_words(field, base, related),
        theirs=in_words(field, theirs, related),
        yours=in_words(field, yours, related),
        clashes=clashes,
        proposed=theirs if yours == base else yours,
    )

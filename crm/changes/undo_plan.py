"""What undoing a change set would do, object by object, and what it must leave alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Model, QuerySet, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.changes.kept import history_of_model, kept_fields
from crm.changes.lookups import among
from crm.changes.models import ChangeSet
from crm.changes.rows import RowChange, load_changes, models_of
from crm.changes.tracked import TrackedModel

CHUNK = 5000  # objects read at once, so that an import of a million rows is planned in bounded memory
SHOWN = 50  # objects told on the preview page
BOOKKEEPING = frozenset({"id", "created_at", "updated_at", "version"})


class StepKind(TextChoices):
    """How an object goes back."""

    SET_BACK = "set_back", _("Set back")
    REMOVE = "remove", _("Remove")
    PUT_BACK = "put_back", _("Put back")


@dataclass(frozen=True, slots=True)
class Step:
    """One object that goes back; `history_id` is the history row it goes back to, `fields` what is set back."""

    kind: StepKind
    pk: int
    history_id: int = 0
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class UndoConflict:
    """An object, or some of its fields, that stay as they are, and why."""

    change: RowChange
    why: str | Promise


@dataclass(slots=True)
class UndoPlan:
    """Steps by model, owners first; conflicts; and the first changes as they would be, for the preview."""

    change_set: ChangeSet
    steps: dict[type[TrackedModel], list[Step]] = field(default_factory=dict)
    conflicts: list[UndoConflict] = field(default_factory=list)
    shown: list[RowChange] = field(default_factory=list)

    def count(self, *kinds: StepKind) -> int:
        """How many objects go back in one of these ways; in any way when none is named."""
        return sum(not kinds or step.kind in kinds for steps in self.steps.values() for step in steps)


@dataclass(frozen=True, slots=True)
class Remover:
    """How created rows of a kind are taken away again.

    `remove(queryset, by=…, reason=…)` takes them; `refusals(model, ids)` says, by id, in a sentence, which may
    not go.
    """

    remove: Callable[..., Any]
    refusals: Callable[[type[Any], Sequence[int]], Mapping[int, str]]


_removers: dict[type[Model], Remover] = {}


def register_remover(base: type[Model], remover: Remover) -> None:
    """Say how created rows of models with this base are taken away: archiving registers itself here."""
    _removers[base] = remover


def remover_of(model: type[Model]) -> Remover | None:
    """The remover of a model's base, if any."""
    return next((remover for base, remover in _removers.items() if issubclass(model, base)), None)


def plan_undo(change_set: ChangeSet, *, lock: bool = False) -> UndoPlan:
    """Plan the undoing of a change set; nothing is written.

    A field goes back only where it still has the value this change set gave it. What it created is removed
    unless it was changed since; what it removed is put back. With `lock` the rows are held until the
    transaction ends, so that the plan stays true.
    """
    plan = UndoPlan(change_set)
    going: dict[Any, set[int]] = {}
    for model in models_of([change_set]):
        for changes, live in _chunks(model, change_set, lock=lock):
            _plan_chunk(plan, changes, live, going)
    return plan


def _chunks(
    model: type[TrackedModel], change_set: ChangeSet, *, lock: bool
) -> Iterator[tuple[list[RowChange], dict[int, TrackedModel]]]:
    """The change set's objects with their rows as they stand now, some thousand at a time."""
    touched = history_of_model(model).objects.filter(change_set=change_set)
    ids = list(touched.order_by("id").values_list("id", flat=True).distinct())
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        rows: QuerySet[TrackedModel] = model._base_manager.filter(among(chunk)).order_by("pk")
        live = {row.pk: row for row in (rows.select_for_update() if lock else rows)}
        yield load_changes(model, [change_set.pk], object_ids=chunk, limit=None), live


def _plan_chunk(
    plan: UndoPlan, changes: list[RowChange], live: dict[int, TrackedModel], going: dict[Any, set[int]]
) -> None:
    if not changes:
        return
    model = changes[0].model
    steps = plan.steps.setdefault(model, [])
    refusals = _refusals(changes)
    for change in changes:
        row = live.get(change.pk)
        if not model.undoable:
            plan.conflicts.append(UndoConflict(change, _("This kind of record is set back on its own page.")))
        elif change.after is None:
            steps += _plan_removed(plan, change, row)
        elif change.before is not None:
            steps += _plan_changed(plan, change, row)
        elif row is not None and not _goes_with_owner(row, going):
            steps += _plan_created(plan, change, row, refusals)
    going.setdefault(model, set()).update(step.pk for step in steps if step.kind == StepKind.REMOVE)


def _refusals(changes: list[RowChange]) -> Mapping[int, str]:
    created = [change.pk for change in changes if change.before is None]
    remover = remover_of(changes[0].model)
    return remover.refusals(changes[0].model, created) if remover and created else {}


def _goes_with_owner(row: TrackedModel, going: dict[Any, set[int]]) -> bool:
    """What hangs on an object that goes, goes with it; it would be missing if that came back."""
    keys = [each for each in row._meta.concrete_fields if each.is_relation]
    return any(getattr(row, key.attname) in going.get(key.related_model, ()) for key in keys)


def _plan_created(plan: UndoPlan, change: RowChange, row: TrackedModel, refusals: Mapping[int, str]) -> Iterator[Step]:
    changed = _differing(change, row)
    if getattr(row, "archived_at", None) is not None:
        return
    if changed:
        since = replace(change, before=change.after, after=row, only=changed)
        plan.conflicts.append(UndoConflict(since, _("It was changed since.")))
    elif change.pk in refusals:
        plan.conflicts.append(UndoConflict(change, refusals[change.pk]))
    elif change.model.link_to or remover_of(change.model):
        _show(plan, replace(change, before=change.after, after=None))
        yield Step(StepKind.REMOVE, change.pk)
    else:
        plan.conflicts.append(UndoConflict(change, _("This kind of record cannot be removed.")))


def _plan_removed(plan: UndoPlan, change: RowChange, row: TrackedModel | None) -> Iterator[Step]:
    if row is None:
        _show(plan, replace(change, before=None, after=change.before))
        yield Step(StepKind.PUT_BACK, change.pk, change.before.history_id)


def _plan_changed(plan: UndoPlan, change: RowChange, row: TrackedModel | None) -> Iterator[Step]:
    if row is None:
        plan.conflicts.append(UndoConflict(change, _("It was removed since.")))
        return
    written = {each.name: each.attname for each in _differing_fields(change.before, change.after, change.model)}
    values = {name: getattr(row, attname) for name, attname in written.items()}
    ours = {name for name, value in values.items() if value == getattr(change.after, written[name])}
    lost = {name for name in values.keys() - ours if values[name] != getattr(change.before, written[name])}
    if lost:
        still = replace(change, after=row, only=frozenset(lost))
        plan.conflicts.append(UndoConflict(still, _("It was changed since.")))
    if ours:
        _show(plan, replace(change, before=change.after, after=change.before, only=frozenset(ours)))
        yield Step(StepKind.SET_BACK, change.pk, change.before.history_id, frozenset(ours))


def _differing(change: RowChange, row: TrackedModel) -> frozenset[str]:
    """The fields in which the row as it stands differs from what the change set left."""
    return frozenset(each.name for each in _differing_fields(change.after, row, change.model))


def _differing_fields(one: Any, other: Any, model: type[TrackedModel]) -> list[Any]:
    kept = (each for each in kept_fields(model) if each.name not in BOOKKEEPING)
    return [each for each in kept if getattr(one, each.attname) != getattr(other, each.attname)]


def _show(plan: UndoPlan, change: RowChange) -> None:
    if len(plan.shown) < SHOWN:
        plan.shown.append(change)

"""Undoing a change set: what it changed goes back, except where somebody changed it since."""

from collections import defaultdict
from collections.abc import Sequence
from typing import cast

from django.contrib.auth.models import PermissionsMixin
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm.changes.bulk import remove_rows
from crm.changes.current import Actor, SystemActor, change_set
from crm.changes.lookups import among
from crm.changes.models import ChangeSet, Route
from crm.changes.revert import put_back, set_back
from crm.changes.rows import models_of
from crm.changes.tracked import TrackedModel
from crm.changes.undo_plan import Step, StepKind, UndoPlan, plan_undo, remover_of
from crm.errors import DomainError
from crm.violations import in_words

PERMISSION = "changes.undo_changeset"


def undo_change_set(done: ChangeSet, *, by: Actor, reason: str = "") -> UndoPlan:
    """Undo a change set as far as nobody changed its rows since; answers what went back and what stayed.

    Undoing is a change set of its own, which can be undone in turn. Raises DomainError when it was undone
    already, when nothing is left to undo, when the person may not change these records, or when a newer
    record has taken a value that must be unique.
    """
    with transaction.atomic():
        done = ChangeSet.objects.select_for_update().get(pk=done.pk)
        refuse_undone(done)
        if not may_undo(by, done):
            raise DomainError(_("You may not undo changes of these records."))
        with change_set(by=by, verb="undo_change_set", route=Route.UNDO, reason=reason, undoes=done):
            plan = plan_undo(done, lock=True)
            if not plan.count():
                raise DomainError(_("Nothing is left to undo: what was changed here has been changed since."))
            _carry_out(plan, by=by, reason=reason)
    return plan


def refuse_undone(done: ChangeSet) -> None:
    """Raise DomainError where a change set was undone already."""
    if hasattr(done, "undone_by"):
        raise DomainError(_("This was undone already."))


def may_undo(by: Actor, done: ChangeSet) -> bool:
    """Whether somebody may undo: by permission, and only where they may change each kind of record touched.

    Kinds that no undo sets back (a number series) ask for nothing; a change of those alone cannot be undone, nor
    one with a row that is final.
    """
    touched = models_of([done])
    if any(model.final for model in touched):
        return False
    if isinstance(by, SystemActor):
        return True
    models = [model for model in touched if model.undoable]
    needed = [
        f"{model._meta.app_label}.change_{model._meta.model_name}"
        for model in models
        if "change" in model._meta.default_permissions
    ]
    return bool(models) and cast(PermissionsMixin, by).has_perms((PERMISSION, *needed))


def _carry_out(plan: UndoPlan, *, by: Actor, reason: str) -> None:
    try:
        with transaction.atomic():
            for model, steps in plan.steps.items():
                _set_back(model, [step for step in steps if step.kind == StepKind.SET_BACK])
                put_back(model, [step.history_id for step in steps if step.kind == StepKind.PUT_BACK])
                _remove(model, [step.pk for step in steps if step.kind == StepKind.REMOVE], by=by, reason=reason)
    except IntegrityError as error:
        if (refusal := in_words(error)) is None:
            raise
        raise DomainError(_("This cannot be undone: %(why)s") % {"why": refusal}) from error


def _set_back(model: type[TrackedModel], steps: Sequence[Step]) -> None:
    """One statement for each set of fields: rows of one import mostly share it."""
    by_fields: dict[frozenset[str], list[int]] = defaultdict(list)
    for step in steps:
        by_fields[step.fields].append(step.history_id)
    for fields, history_ids in by_fields.items():
        set_back(model, fields, history_ids)


def _remove(model: type[TrackedModel], ids: Sequence[int], *, by: Actor, reason: str) -> None:
    if not ids:
        return
    rows = model._base_manager.filter(among(ids))
    if model.link_to:
        remove_rows(rows)
    elif remover := remover_of(model):
        remover.remove(rows, by=by, reason=reason)

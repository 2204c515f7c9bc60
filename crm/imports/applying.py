"""The second phase: write the staged lines, batch by batch, under one change set."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.background.registry import Cancelled, Progress
from crm.changes.current import begin_change_set, reopen_change_set
from crm.changes.models import ChangeSet, Route
from crm.imports import staging
from crm.imports.checking import find_existing, waiting
from crm.imports.kinds import ImportKind, StagedRow
from crm.imports.lock import alone_with
from crm.imports.mapping import kind_of
from crm.imports.models import ImportBatch
from crm.imports.states import BatchState, RowAction

CHUNK = 2000  # lines a transaction: what a killed worker loses, and what others wait for


def apply_import(batch: ImportBatch, *, progress: Progress) -> str:
    """Write every line that creates or updates something, each exactly once, and answer what was done.

    It goes on behind the last line that was committed, so it may be run again after a worker died. Lines
    whose record changed since the preview are refused and left for the file of bad lines.
    """
    with alone_with(batch):
        batch.refresh_from_db()
        if batch.state != BatchState.APPLYING:
            return outcome(batch)
        try:
            while _apply_chunk(batch):
                progress.advance(batch.applied, batch.to_apply)
        except Cancelled:
            _end(batch, BatchState.CANCELLED)
            raise
        _end(batch, BatchState.APPLIED)
    return outcome(batch)


def outcome(batch: ImportBatch) -> str:
    """What an applied import did, in a sentence."""
    done = ngettext("%(count)s line imported", "%(count)s lines imported", batch.applied) % {"count": batch.applied}
    told = _("%(done)s.") % {"done": done}
    if batch.refused:
        refused = ngettext("%(count)s refused", "%(count)s refused", batch.refused) % {"count": batch.refused}
        told = _("%(done)s, %(refused)s.") % {"done": done, "refused": refused}
    return f"{told} {waiting(batch)}".strip()


@transaction.atomic
def _apply_chunk(batch: ImportBatch) -> bool:
    """Write the next lines and move the position with them; False when none are left."""
    held = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if held.state != BatchState.APPLYING or not (rows := staging.next_rows(held, CHUNK)):
        return False
    opened = held.change_set or begin_change_set(
        by=held.owner, verb="import_file", route=Route.IMPORT, reason=held.filename
    )
    with reopen_change_set(opened.pk):
        _write(kind_of(held), held, rows)
    staging.note_applied(held, rows)
    batch.change_set, batch.position = opened, rows[-1].line
    batch.applied = held.applied + sum(row.action != RowAction.REFUSED for row in rows)
    batch.save(update_fields=["change_set", "position", "applied"])
    return True


def _write(kind: ImportKind, batch: ImportBatch, rows: Sequence[StagedRow]) -> None:
    kind.hold(rows)
    meanwhile = find_existing(kind, batch, (row for row in rows if row.action != RowAction.UPDATE))
    for row in rows:
        if row.action != RowAction.UPDATE and (found := meanwhile.get(row.key)):
            row.refuse(_("%(record)s was made after the preview; check the file again.") % {"record": found[0].label})
    for action, make in ((RowAction.CREATE, kind.create), (RowAction.WAIT, kind.set_aside)):
        new = [row for row in rows if row.action == action]
        for row, pk in zip(new, make(new, by=batch.owner) if new else [], strict=True):
            row.object_id = pk
    if changed := [row for row in rows if row.action == RowAction.UPDATE]:
        kind.update(changed, by=batch.owner)


@transaction.atomic
def _end(batch: ImportBatch, state: BatchState) -> None:
    """Close the import; a change set that changed nothing leaves no row."""
    batch.counts = staging.count(batch)
    batch.state = state
    empty = ChangeSet.objects.filter(pk=batch.change_set_id or 0, counts={})
    if empty.exists():
        batch.change_set = None
    batch.save(update_fields=["counts", "state", "change_set"])
    empty.delete()
    if state == BatchState.APPLIED:
        forget_file(batch)


def forget_file(batch: ImportBatch) -> None:
    """Delete the uploaded file: what it said stands in the staged rows."""
    if name := batch.file.name:
        storage = batch.file.storage
        transaction.on_commit(lambda: storage.delete(name))
        ImportBatch.objects.filter(pk=batch.pk).update(file="")
        batch.file = None

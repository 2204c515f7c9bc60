"""Taking an import back: what it created is archived, what it changed is set back, later edits stay."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.background.queue import enqueue
from crm.changes.undo import undo_change_set
from crm.errors import DomainError
from crm.imports.models import ImportBatch
from crm.imports.states import BatchState
from crm.numbers.models import NumberSeries

SMALL = 500  # changed lines that are taken back while the person waits


def undo_import(batch: ImportBatch, *, by: Any, wait: bool = False) -> ImportBatch:
    """Undo everything an import did, a large one in the background.

    Raises DomainError when there is nothing to undo, or the person may not.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("job").get(pk=batch.pk)
        if not batch.can_be_undone:
            raise DomainError(_("There is nothing to undo in this import."))
        if not (wait := wait or batch.applied <= SMALL):
            label = _("Undo the import of %(file)s") % {"file": batch.filename}
            url = batch.get_absolute_url()
            batch.job = enqueue("imports.undo", owner=by, label=label, url=url, batch_id=batch.pk, user_id=by.pk)
            batch.save(update_fields=["job"])
    if wait:
        carry_out_undo(batch, by=by)
    return batch


@transaction.atomic
def carry_out_undo(batch: ImportBatch, *, by: Any) -> str:
    """Undo in one transaction: a worker that dies in the middle leaves the import as it was."""
    held = ImportBatch.objects.select_for_update(of=("self",)).select_related("change_set").get(pk=batch.pk)
    if held.state == BatchState.UNDONE or held.change_set is None:
        return _("This was undone already.")
    plan = undo_change_set(held.change_set, by=by, reason=held.filename)
    # The first import of an installation makes the number series too, which stays: numbers are never reused.
    stayed = sum(conflict.change.model is not NumberSeries for conflict in plan.conflicts)
    batch.state, batch.sentence = BatchState.UNDONE, ""
    if stayed:
        batch.sentence = ngettext(
            "%(count)s record was changed since and stayed.", "%(count)s records were changed since and stayed.", stayed
        ) % {"count": stayed}
    batch.save(update_fields=["state", "sentence"])
    return batch.sentence or _("Everything was undone.")

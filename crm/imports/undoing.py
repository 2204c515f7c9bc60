"""Taking an import back: what it created is archived, what it changed is set back, later edits stay."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.background.queue import enqueue
from crm.changes.related import Related
from crm.changes.undo import undo_change_set
from crm.changes.undo_plan import UndoPlan
from crm.errors import DomainError
from crm.imports.models import ImportBatch
from crm.imports.states import BatchState

NAMED = 10  # records that stayed, told by name
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
    batch.state, batch.sentence = BatchState.UNDONE, what_stayed(plan)
    batch.save(update_fields=["state", "sentence"])
    return batch.sentence or _("Everything was undone.")


def what_stayed(plan: UndoPlan) -> str:
    """The records that somebody changed since, the first few by name; empty when there are none.

    The first import of an installation makes the number series too. That stays in any case (numbers are never
    reused), so it is not told.
    """
    changes = [conflict.change for conflict in plan.conflicts if conflict.change.model.undoable]
    if not (stayed := len(changes)):
        return ""
    related = Related.of(changes[:NAMED])
    named = (str(related.as_object(change.model, change.after or change.before)) for change in changes[:NAMED])
    told = list(dict.fromkeys(named))  # an individual customer and the person are two records of one name
    sentence = ngettext(
        "%(count)s record was changed since and stayed: %(names)s.",
        "%(count)s records were changed since and stayed: %(names)s.",
        stayed,
    )
    return sentence % {"count": stayed, "names": ", ".join([*told, "…"] if stayed > NAMED else told)}

"""Imports too large to wait for."""

from django.contrib.auth import get_user_model

from crm.background.registry import Progress, background_task, daily_task
from crm.imports.actions import forget_old_imports
from crm.imports.applying import apply_import
from crm.imports.checking import check_import
from crm.imports.models import ImportBatch
from crm.imports.undoing import carry_out_undo

daily_task(forget_old_imports)


@background_task("imports.check")
def check(progress: Progress, *, batch_id: int) -> str:
    """Check every line of a file."""
    return check_import(ImportBatch.objects.select_related("owner").get(pk=batch_id), progress=progress)


@background_task("imports.apply")
def apply(progress: Progress, *, batch_id: int) -> str:
    """Write the lines of a checked file."""
    return apply_import(ImportBatch.objects.select_related("owner").get(pk=batch_id), progress=progress)


@background_task("imports.undo")
def undo(progress: Progress, *, batch_id: int, user_id: int) -> str:
    """Take an import back."""
    batch = ImportBatch.objects.get(pk=batch_id)
    progress.advance(0, batch.applied)
    return carry_out_undo(batch, by=get_user_model().objects.get(pk=user_id))

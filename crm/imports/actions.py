"""What people do with an import, by the pages and the command alike."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.background.models import BackgroundJob
from crm.background.queue import enqueue
from crm.background.registry import Silent
from crm.errors import DomainError
from crm.imports.applying import apply_import, forget_file
from crm.imports.checking import check_import
from crm.imports.kinds import KINDS, ImportKind
from crm.imports.mapping import guess, guess_key, header_hash, kind_of, refuse_unusable, refuse_wrong_given, remembered
from crm.imports.models import ImportBatch, ImportMapping, ImportRow
from crm.imports.reading import Preview, read_preview, recognise
from crm.imports.staging import clear
from crm.imports.states import BatchState, Existing

SMALL_FILE = 512 * 1024  # bytes that are checked while the person waits, well under a second
SMALL_IMPORT = 1000  # lines that are applied while the person waits


@transaction.atomic
def upload_file(kind_slug: str, file: "File[Any]", *, by: Any, filename: str) -> ImportBatch:
    """Keep a file, recognise how it is written, and propose what its columns mean.

    Raises DomainError for a file that is too large, empty, or no table of text; nothing is kept then.
    """
    kind = _kind_for(kind_slug, by)
    if not file.size:
        raise DomainError(_("The file is empty."), field="file")
    if file.size > settings.IMPORT_BYTES_AT_MOST:
        megabytes = settings.IMPORT_BYTES_AT_MOST // 2**20
        raise DomainError(_("The file is larger than %(size)s MB: split it.") % {"size": megabytes}, field="file")
    batch = ImportBatch(kind=kind.slug, owner=by, filename=Path(filename).name[-200:])
    batch.file.save(filename, file, save=False)
    try:
        shape = recognise(Path(batch.file.path))
        _propose(batch, kind, encoding=shape.encoding, delimiter=shape.delimiter)
        batch.save()
    except BaseException:
        batch.file.delete(save=False)
        raise
    return batch


@transaction.atomic
def change_shape(batch: ImportBatch, *, encoding: str, delimiter: str) -> ImportBatch:
    """Read the file with another encoding or separator than the recognised one."""
    batch = _held(batch, BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAILED)
    _propose(batch, kind_of(batch), encoding=encoding, delimiter=delimiter)
    batch.state, batch.sentence = BatchState.UPLOADED, ""
    batch.save()
    return batch


def choose_columns(
    batch: ImportBatch,
    *,
    mapping: Mapping[str, str],
    key: str,
    existing: str,
    given: Mapping[str, str] | None = None,
    wait: bool = False,
) -> ImportBatch:
    """Say what the columns mean, remember it for the next file of this shape, and have every line checked.

    `given` holds texts that count for all lines, by field; they belong to this file alone.
    A large file is checked in the background unless the caller wants to `wait`. Raises Refused with
    every reason why the mapping cannot be used.
    """
    with transaction.atomic():
        batch = _held(batch, BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAILED)
        batch.mapping, batch.key, batch.existing = dict(mapping), key, existing
        batch.given = {name: text for name, text in (given or {}).items() if text}
        refuse_unusable(kind_of(batch), batch)
        refuse_wrong_given(kind_of(batch), batch.given)
        chosen = {"mapping": batch.mapping, "key": batch.key, "existing": batch.existing}
        ImportMapping.objects.update_or_create(kind=batch.kind, header_hash=header_hash(batch.header), defaults=chosen)
        batch.state, batch.sentence, batch.job = BatchState.CHECKING, "", None
        if not (wait := wait or batch.file.size <= SMALL_FILE):
            batch.job = _enqueue("imports.check", batch, _("Check %(file)s") % {"file": batch.filename})
        batch.save()
    if wait:
        check_import(batch, progress=Silent())
    return batch


def start_applying(batch: ImportBatch, *, by: Any, wait: bool = False) -> ImportBatch:
    """Apply a checked import, or go on with one that stopped half-way; a large one in the background."""
    with transaction.atomic():
        batch = _held(batch, BatchState.CHECKED, BatchState.APPLYING, BatchState.CANCELLED)
        _kind_for(batch.kind, by)
        if batch.state == BatchState.APPLYING and not batch.is_stopped:
            raise DomainError(_("This import is being applied already."))
        if not batch.to_apply or (batch.state == BatchState.CANCELLED and batch.change_set_id is None):
            raise DomainError(_("There is nothing to apply."))
        batch.state, batch.job = BatchState.APPLYING, None
        if not (wait := wait or batch.to_apply <= SMALL_IMPORT):
            batch.job = _enqueue("imports.apply", batch, _("Import %(file)s") % {"file": batch.filename})
        batch.save()
    if wait:
        apply_import(batch, progress=Silent())
    return batch


@transaction.atomic
def discard_import(batch: ImportBatch) -> ImportBatch:
    """Give up an import that was not applied; its lines are forgotten at once."""
    batch = _held(batch, BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAILED)
    clear(batch)
    forget_file(batch)
    batch.state = BatchState.CANCELLED
    batch.save(update_fields=["state"])
    return batch


def forget_old_imports() -> int:
    """Delete the files and staged lines nobody needs any more; what was imported keeps its history.

    Answers how many lines were deleted.
    """
    before = timezone.now() - timedelta(days=settings.IMPORT_DAYS_KEPT)
    at_work = [BatchState.CHECKING, BatchState.APPLYING]
    old = ImportBatch.objects.filter(created_at__lt=before).exclude(state__in=at_work)
    lines = ImportRow.objects.filter(batch__in=old)._raw_delete(using="default")
    for batch in old.exclude(file=""):
        forget_file(batch)
    never_applied = [BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAILED]
    old.filter(state__in=never_applied).update(state=BatchState.CANCELLED)
    return int(lines)


def _propose(batch: ImportBatch, kind: ImportKind, *, encoding: str, delimiter: str) -> Preview:
    """Read the header as told and propose a mapping for it."""
    batch.encoding, batch.delimiter = encoding, delimiter
    preview = read_preview(Path(batch.file.path), batch.shape)
    batch.header = preview.header
    if known := remembered(kind, preview.header):
        batch.mapping, batch.key, batch.existing = known.mapping, known.key, known.existing
    else:
        batch.mapping = guess(kind, preview.header)
        batch.key, batch.existing = guess_key(kind, batch.mapping), Existing.UPDATE
    return preview


def _held(batch: ImportBatch, *states: BatchState) -> ImportBatch:
    """The import as it stands now, locked. Raises DomainError in any other state."""
    held = ImportBatch.objects.select_for_update(of=("self",)).select_related("job", "owner").get(pk=batch.pk)
    if held.state not in states:
        raise DomainError(_("This import is at another step now: %(state)s.") % {"state": held.get_state_display()})
    return held


def _kind_for(slug: str, by: Any) -> ImportKind:
    kind = KINDS.get(slug)
    if kind is None:
        raise DomainError(_("Nothing of the kind “%(kind)s” can be imported.") % {"kind": slug})
    if not by.has_perm(kind.permission):
        raise DomainError(_("You may not import %(kind)s.") % {"kind": kind.label})
    return kind


def _enqueue(task: str, batch: ImportBatch, label: str) -> BackgroundJob:
    return enqueue(task, owner=batch.owner, label=label, url=batch.get_absolute_url(), batch_id=batch.pk)

"""The first phase: read the file, check every line, stage what it would do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.background.registry import Progress
from crm.errors import DomainError
from crm.imports import staging
from crm.imports.kinds import ExistingRecord, ImportField, ImportKind, StagedRow
from crm.imports.lock import alone_with
from crm.imports.mapping import Reader, kind_of
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.reading import Line, read_lines
from crm.imports.states import BatchState, Existing, RowAction

CHUNK = 2000  # lines; a look-up costs one statement a chunk


def check_import(batch: ImportBatch, *, progress: Progress) -> str:
    """Stage every line of the file with what would happen to it, and answer that in a sentence.

    May be run again at any time before applying: it starts from an empty stage. Raises DomainError, which
    it also keeps on the batch, when the file cannot be read.
    """
    with alone_with(batch):
        batch.refresh_from_db()
        if batch.state != BatchState.CHECKING:
            return summary(batch)
        staging.clear(batch)
        try:
            _stage_file(batch, progress)
        except DomainError as refusal:
            batch.state, batch.sentence = BatchState.FAILED, str(refusal)
            batch.save(update_fields=["state", "sentence"])
            raise
        message = _("Line # has the same “%(key)s” already.") % {"key": _label(kind_of(batch), batch.key)}
        staging.refuse_repeated_keys(batch, message)
        batch.counts = staging.count(batch)
        batch.warned = ImportRow.objects.filter(~Q(warnings=[]), batch=batch).count()
        batch.state, batch.position, batch.applied = BatchState.CHECKED, 0, 0
        batch.save(update_fields=["state", "counts", "warned", "position", "applied"])
    return summary(batch)


def summary(batch: ImportBatch) -> str:
    """What the lines of a checked file would do, in a sentence."""
    lines = sum(batch.counts.values())
    told = ngettext(
        "%(lines)s line: %(create)s to create, %(update)s to update, %(skip)s unchanged, %(refused)s refused.",
        "%(lines)s lines: %(create)s to create, %(update)s to update, %(skip)s unchanged, %(refused)s refused.",
        lines,
    ) % {"lines": lines, **{action: batch.counts.get(action, 0) for action in RowAction.values}}
    return f"{told} {waiting(batch)}".strip()


def waiting(batch: ImportBatch) -> str:
    """How many lines somebody has to complete, in a sentence; empty where there are none."""
    if not (count := batch.counts.get(RowAction.WAIT, 0)):
        return ""
    text = ngettext("%(count)s waits to be completed.", "%(count)s wait to be completed.", count)
    return text % {"count": count}


def find_existing(kind: ImportKind, batch: ImportBatch, rows: Iterable[StagedRow]) -> dict[str, list[ExistingRecord]]:
    """The records that lines of one chunk are recognised as, by key text."""
    keys = {row.key for row in rows if row.key}
    return kind.find(batch.key, keys) if keys else {}


def _stage_file(batch: ImportBatch, progress: Progress) -> None:
    path = Path(batch.file.path)
    kind, reader = kind_of(batch), Reader(batch)
    total, done = _line_ends(path), 0
    for lines in _chunks(read_lines(path, batch.shape)):
        staging.store(batch, _check(kind, batch, [reader.stage(line) for line in lines]))
        done += len(lines)
        progress.advance(min(done, total), total)


def _check(kind: ImportKind, batch: ImportBatch, rows: list[StagedRow]) -> list[StagedRow]:
    readable = [row for row in rows if row.values or not row.errors]
    kind.check(readable)
    fields = {field.name: field for field in kind.fields()}
    for row in readable:
        if batch.key and (key := kind.key_of(row, batch.key)):
            row.key = key
            if fields[batch.key].only_key:
                row.values.pop(batch.key, None)
    existing = find_existing(kind, batch, readable)
    new: list[StagedRow] = []
    unknown: list[StagedRow] = []
    for row in readable:
        if found := existing.get(row.key):
            _recognise(kind, batch, row, found, fields)
        else:
            (unknown if row.key and fields[batch.key].only_key else new).append(row)
    if unknown:
        kind.refuse_unknown(unknown, batch.key)
    kind.check_new([*new, *(row for row in unknown if not row.errors)])
    return rows


def _recognise(
    kind: ImportKind,
    batch: ImportBatch,
    row: StagedRow,
    found: Sequence[ExistingRecord],
    fields: Mapping[str, ImportField],
) -> None:
    """Decide between update and skip; refuse what is not clear."""
    record, label = found[0], fields[batch.key].label
    if len(found) > 1:
        row.refuse(_("%(count)s records have this value; which one is meant?") % {"count": len(found)}, label)
        return
    row.object_id, row.object_version = record.pk, record.version
    if record.archived:
        row.refuse(_("%(record)s is archived; restore it first.") % {"record": record.label}, label)
        return
    kind.merge(row, record)
    if batch.existing == Existing.UPDATE:
        row.changes = {
            str(fields[name].label): [kind.words(name, record.values.get(name)), kind.words(name, value)]
            for name, value in row.values.items()
            if record.values.get(name) != value
        }
    if row.action != RowAction.REFUSED:
        row.action = RowAction.UPDATE if row.changes else RowAction.SKIP


def _label(kind: ImportKind, name: str) -> str:
    return next((str(field.label) for field in kind.fields() if field.name == name), name)


def _chunks(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while chunk := list(islice(lines, CHUNK)):
        yield chunk


def _line_ends(path: Path) -> int:
    """Roughly the number of lines, for the progress bar; a scan of 100 MB takes 50 ms."""
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(2**20), b"")) + 1

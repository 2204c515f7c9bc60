"""A file on its way in: uploaded, checked with the proposed columns or the given ones, applied."""

from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile

from crm.imports.actions import choose_columns, start_applying, upload_file
from crm.imports.models import ImportBatch
from staff.models import User

Import = Callable[..., ImportBatch]


def upload(kind: str, content: bytes | str, *, by: User, filename: str = "list.csv") -> ImportBatch:
    """Bring the file here; nothing is read beyond its head."""
    data = content.encode() if isinstance(content, str) else content
    return upload_file(kind, ContentFile(data), by=by, filename=filename)


def checked(batch: ImportBatch, **chosen: Any) -> ImportBatch:
    """Check every line with the proposed columns, or the `chosen` ones."""
    proposed = {"mapping": batch.mapping, "key": batch.key, "existing": batch.existing}
    return choose_columns(batch, **{**proposed, **chosen}, wait=True)


def applied(batch: ImportBatch, *, by: User) -> ImportBatch:
    """Apply what can be applied; nothing where every line is refused or known."""
    return start_applying(batch, by=by, wait=True) if batch.to_apply else batch


def errors(batch: ImportBatch) -> list[str]:
    """Why lines were refused."""
    return [error["message"] for row in batch.rows.all() for error in row.errors]


def warnings(batch: ImportBatch) -> list[str]:
    """What was taken otherwise than it was written."""
    return [each["message"] for row in batch.rows.all() for each in row.warnings]


def changes(batch: ImportBatch) -> list[dict[str, list[str]]]:
    """What each line changes: before and after."""
    return [row.changes for row in batch.rows.order_by("line")]

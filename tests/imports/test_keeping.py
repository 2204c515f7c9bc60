"""What is kept of an import, and for how long."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from crm.errors import DomainError
from crm.imports.actions import forget_old_imports, start_applying
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.states import BatchState
from customers.models import Customer
from staff.models import User
from tests.importing import Import

pytestmark = pytest.mark.django_db


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_file_is_deleted_once_it_is_applied(
    check: Import, ana: User, own_files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    batch = check("name\nAda\n")
    assert [path.name == "list.csv" for path in files(own_files)] == [False]
    with django_capture_on_commit_callbacks(execute=True):
        start_applying(batch, by=ana)
    assert not files(own_files)


def test_old_lines_are_forgotten_and_what_they_made_stays(bring_in: Import, check: Import) -> None:
    applied, waiting = bring_in("id,name\n1,Ada\n"), check("id,name\n2,Bob\n")
    assert forget_old_imports() == 0
    ImportBatch.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert forget_old_imports() == 2
    assert not ImportRow.objects.exists()
    assert Customer.objects.get().name == "Ada"
    applied.refresh_from_db()
    waiting.refresh_from_db()
    assert (applied.state, waiting.state) == (BatchState.APPLIED, BatchState.CANCELLED)


def test_an_import_at_work_is_not_forgotten(check: Import) -> None:
    check("id,name\n2,Bob\n")
    ImportBatch.objects.update(created_at=timezone.now() - timedelta(days=31), state=BatchState.APPLYING)
    assert forget_old_imports() == 0


def test_a_file_that_is_too_large_is_refused(upload: Import, settings: Any, own_files: Path) -> None:
    settings.IMPORT_BYTES_AT_MOST = 2**20
    with pytest.raises(DomainError, match="larger than 1 MB"):
        upload("name\n" + "x" * 2**20)
    assert not files(own_files)

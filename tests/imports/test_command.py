"""`import_file`: the same import from the command line."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from crm.imports.models import ImportBatch, ImportRow
from customers.models import Customer
from staff.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def list_file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("id,name\n1,Ada\n2,Bob\n")
    return path


def import_file(path: Path, *options: str, by: str = "ana@example.com") -> str:
    said = io.StringIO()
    call_command("import_file", "customers", str(path), "--by", by, *options, stdout=said, stderr=said)
    return said.getvalue().strip()


def test_it_imports_and_says_so_in_one_line(list_file: Path, ana: User) -> None:
    assert import_file(list_file) == "2 lines imported."
    assert Customer.objects.count() == 2


def test_a_second_run_changes_nothing(list_file: Path, ana: User) -> None:
    import_file(list_file)
    assert import_file(list_file) == "2 lines: 0 to create, 0 to update, 2 unchanged, 0 refused."


def test_a_dry_run_writes_nothing_and_leaves_nothing(
    list_file: Path, ana: User, own_files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert import_file(list_file, "--dry-run").startswith("2 lines: 2 to create")
    assert not Customer.objects.exists()
    assert not ImportRow.objects.exists()
    assert not [path for path in own_files.rglob("*") if path.is_file()]


def test_refused_lines_fail_the_command_and_the_others_are_imported(list_file: Path, ana: User) -> None:
    list_file.write_text("id,name,country\n1,Ada,France\n2,Bob,Atlantis\n")
    with pytest.raises(CommandError, match="1 line imported, 1 refused"):
        import_file(list_file)
    assert Customer.objects.get().name == "Ada"


@pytest.mark.parametrize(
    ("by", "says"), [("nobody@example.com", "No active user"), ("vi@example.com", "You may not import")]
)
def test_it_needs_somebody_who_may_import(list_file: Path, ana: User, viewer: User, by: str, says: str) -> None:
    with pytest.raises(CommandError, match=says):
        import_file(list_file, by=by)
    assert not ImportBatch.objects.exists()


def test_a_missing_file_is_said(tmp_path: Path, ana: User) -> None:
    with pytest.raises(CommandError, match="No such file"):
        import_file(tmp_path / "nothing.csv")

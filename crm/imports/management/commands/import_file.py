"""`import_file KIND FILE --by USER [--dry-run]`: the import of the pages, from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from crm.errors import DomainError
from crm.imports.actions import choose_columns, discard_import, start_applying, upload_file
from crm.imports.applying import outcome
from crm.imports.checking import summary
from crm.imports.kinds import KINDS
from crm.imports.models import ImportBatch
from crm.imports.states import BatchState, Existing, RowAction

SHOWN = 20  # refused lines printed; all of them are on the page of the import


class Command(BaseCommand):
    """Imports a CSV file; fails when a line is refused, the others are imported."""

    help = "Import a CSV file. Columns are recognised by name, or as they were mapped in the browser before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=sorted(KINDS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="E-mail address of the user who imports.")
        parser.add_argument("--dry-run", action="store_true", help="Check every line and write nothing.")
        parser.add_argument("--key", help="Field by which existing records are recognised; empty to only create.")
        parser.add_argument(
            "--given",
            action="append",
            default=[],
            metavar="FIELD=TEXT",
            help="A value for all lines: customer=C-000012.",
        )
        parser.add_argument("--skip-existing", action="store_true", help="Leave existing records as they are.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            batch = self._check(options)
            if batch.to_apply and not options["dry_run"]:
                batch = start_applying(batch, by=batch.owner, wait=True)
                sentence = outcome(batch)
            else:
                sentence = summary(batch)
        except (DomainError, OSError) as error:
            raise CommandError(str(error)) from error
        for line in self._refused(batch):
            self.stderr.write(line)
        if batch.state == BatchState.CHECKED:
            discard_import(batch)
        if batch.refused:
            raise CommandError(sentence)
        self.stdout.write(sentence)

    def _refused(self, batch: ImportBatch) -> list[str]:
        rows = batch.rows.filter(action=RowAction.REFUSED)[:SHOWN]
        return [f"line {row.line}: {error['column']} {error['message']}" for row in rows for error in row.errors]

    def _check(self, options: dict[str, Any]) -> ImportBatch:
        by = get_user_model().objects.filter(email__iexact=options["by"], is_active=True).first()
        if by is None:
            raise CommandError(f"No active user has the e-mail address {options['by']}.")
        path: Path = options["file"]
        with path.open("rb") as file:
            batch = upload_file(options["kind"], File(file), by=by, filename=path.name)
        key = batch.key if options["key"] is None else options["key"]
        existing = Existing.SKIP if options["skip_existing"] else batch.existing
        given = dict(each.partition("=")[::2] for each in options["given"])
        return choose_columns(batch, mapping=batch.mapping, key=key, existing=existing, given=given, wait=True)

"""`generate_data --customers N`: a large invented firm, to measure on."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from crm.changes.models import ChangedCustomer
from crm.demo.generation import generate


class Command(BaseCommand):
    """Write customers by the million, with their history, in a few minutes."""

    help = "Generate an invented firm with N customers and all that belongs to them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--customers", type=int, required=True, metavar="N")
        parser.add_argument("--yes", action="store_true", help="also into a database that has customers already")

    def handle(self, *args: Any, customers: int, yes: bool, **options: Any) -> None:
        if customers < 1:
            raise CommandError("Say how many customers to generate: at least one.")
        if not yes and ChangedCustomer.objects.exists():
            raise CommandError("This database has customers already. Add --yes to put invented ones beside them.")
        started = monotonic()
        written = generate(customers)
        if not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM")  # sets the visibility map, which a table in use has
        rows = ", ".join(f"{count:,} {label}" for label, count in written.items())
        self.stdout.write(f"Generated {rows} in {monotonic() - started:.0f} s.")

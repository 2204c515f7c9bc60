"""`python -m benchmarks.importing --rows 100000`: invent a CSV file, import it as `import_file` does, and measure."""

import argparse
import csv
import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import django

from benchmarks.database import create, environment, server_url
from benchmarks.server import processor_seconds_of
from crm.env import database_server

DATABASE = "import"  # beside the sizes, and kept: a second run imports into what the first one left
SEED = 20_26
SECONDS_A_ROW = 30 / 100_000
MEMORY_BAR = 300
HEADER = (
    "Customer ID", "Type", "Customer name", "Alias", "E-mail", "Telephone", "Address 1", "Postal code", "City", "State",
    "Country", "VAT number", "Language",
)  # fmt: skip


def main() -> int:
    """Import; 1 when the bar of time or of memory is missed."""
    arguments = read_arguments()
    with database_server(), TemporaryDirectory() as folder:
        server = server_url()
        os.environ.update(environment(server, DATABASE, 0))
        create(server, DATABASE, fresh=arguments.fresh)
        os.environ["DJANGO_SETTINGS_MODULE"] = "crm.settings"
        django.setup()
        return run(arguments.rows, arguments.people, Path(folder))


def read_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure an import of customers.")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--people", type=float, default=0.5, help="the share of people, who come with a contact each")
    parser.add_argument("--fresh", action="store_true", help="into an empty database")
    return parser.parse_args()


def run(rows: int, people: float, folder: Path) -> int:
    """Import so many rows and print elapsed and processor time in seconds, and memory in megabytes."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from benchmarks.measure import EMAIL, new_person
    from benchmarks.table_rendering import median_of, render_stock
    from customers.models import Customer

    settings.MEDIA_ROOT = folder
    new_person("no one signs in here")
    before = Customer.objects.count()
    path = folder / "customers.csv"
    write(path, rows, people, first=before + 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = int(cursor.fetchone()[0])
    told = f"{rows:,} rows, {people:.0%} people, {path.stat().st_size / 2**20:.0f} MB, into {before:,} customers"
    started, python, postgres = time.monotonic(), time.process_time(), processor_seconds_of(backend)
    call_command("import_file", "customers", str(path), by=EMAIL)
    elapsed = time.monotonic() - started
    python, postgres = time.process_time() - python, processor_seconds_of(backend) - postgres
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bar = max(3.0, rows * SECONDS_A_ROW) if rows < 1_000_000 else 600.0
    print(f"{told}: {elapsed:.1f} s (bar {bar:.0f}), load {os.getloadavg()[0]:.1f}")
    print(f"processor time: Python {python:.1f} s" + (f", PostgreSQL {postgres:.1f} s" if postgres else ""))
    print(f"most memory: {memory:.0f} MB (bar {MEMORY_BAR}); stock rendering {median_of(render_stock()):.0f} ms")
    return int(elapsed > bar or memory > MEMORY_BAR)


def write(path: Path, rows: int, people: float, *, first: int) -> None:
    """The file: customers numbered from `first`, so that none of an earlier run is meant."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(HEADER)
        lines.writerows(invented_lines(rows, people, first))


def invented_lines(rows: int, people: float, first: int) -> Iterator[tuple[str, ...]]:
    """Lines from a seed of their own for each start: no file repeats the people of another."""
    from customers.generation.invention import invented

    random = Random(SEED + first)
    source, missing = invented(random), 0.0
    for number in range(first, first + rows):
        missing += people
        wanted = "individual" if missing >= 1 else "company"
        missing -= missing >= 1
        one = next(each for each in source if each.kind == wanted)
        email = f"c{number}@{one.country.code.lower()}.example" if one.email else ""
        yield (
            f"L-{number}", one.kind, one.name, one.internal_name, email, one.phone, one.line1, one.postal_code,
            one.city.name, one.city.state, one.country.code, one.vat_number, one.country.language,
        )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())

"""`python -m benchmarks.run --size M`: fill a database, start the site, measure, print one table."""

import argparse
import os
import platform
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial

import django

from benchmarks.client import Client
from benchmarks.contact_profiles import CONTACT_PROFILES
from benchmarks.database import CUSTOMERS, environment, prepare, server_url
from benchmarks.measure import EMAIL, Meters, Result, measure, new_person
from benchmarks.profiles import PROFILES, World
from benchmarks.server import memory_of_workers, processor_seconds, serving
from benchmarks.site_profiles import SITE_PROFILES
from benchmarks.table_rendering import median_of, render_stock
from crm.env import database_server
from tools.steps import ROOT

MEMORY_BAR = 250
# Milliseconds of stock rendering on the machine the bars were measured on.
PACE = 18


def main() -> int:
    """Measure; 1 when a bar of size L is missed."""
    arguments = read_arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the server stops with us
    with database_server():
        server = server_url()
        os.environ.update(environment(server, arguments.size, arguments.port))
        prepare(server, arguments.size, fresh=arguments.fresh)
        os.environ["DJANGO_SETTINGS_MODULE"] = "crm.settings"
        django.setup()
        results = run(arguments)
    return int(arguments.size == "L" and any(result.p50 > result.bar > 0 for result in results))


def read_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure Waypoint against its bars.")
    parser.add_argument("--size", choices=CUSTOMERS, default=os.environ.get("SIZE", "M"))
    parser.add_argument("--only", default="", help="profiles whose name contains this")
    parser.add_argument("--port", type=int, default=8190)
    parser.add_argument("--fresh", action="store_true", help="generate the data anew")
    return parser.parse_args()


def run(arguments: argparse.Namespace) -> list[Result]:
    """Every profile, one after the other, as one signed-in person; each row is printed as it is measured."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    password = secrets.token_urlsafe(20)
    new_person(password)
    world, pace = World(), machine_pace()
    results = []
    with serving(arguments.port) as server:
        client, meters = Client(arguments.port), Meters(partial(processor_seconds, server), pace)
        client.sign_in(EMAIL, password)
        print_head(arguments.size)
        for profile in (*PROFILES, *SITE_PROFILES, *CONTACT_PROFILES):
            if arguments.only.lower() in profile.name:
                results.append(measure(profile, client, world, meters))
                print_row(results[-1])
        results.append(Result("memory of 2 workers, MB", MEMORY_BAR, memory_of_workers(server), 0))
        print_row(results[-1])
    return results


def machine_pace() -> Callable[[], float]:
    """Answers the milliseconds that django-tables2's own template takes now for 50 rows × 8 columns.

    The bars come from a machine that took 17 to 19 ms; a shared one changes its pace by half within a second.
    """
    render = render_stock()
    render()
    return lambda: median_of(render, 3)


def print_head(size: str) -> None:
    """The head of the table of benchmarks/README.md."""
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True).stdout
    print(f"\nSize {size} ({CUSTOMERS[size]:,} customers), commit {commit.strip()}, {machine()}\n")
    print(f"| {'work':36} |  p50 ms |  p95 ms |  bar | ratio |  cpu ms | statements | gzip kB | stock ms | at pace |")
    print(
        f"|{'-' * 38}|--------:|--------:|-----:|------:|--------:|-----------:|--------:|---------:|--------:|",
        flush=True,
    )


def print_row(result: Result) -> None:
    """One row; what was not measured stays empty. `at pace` is the ratio at the pace of the machine of the bars."""
    stock = result.stock
    paced = result.p50 / result.bar * PACE / stock if stock and result.bar else None
    cells = (
        result.name.ljust(36),
        f"{result.p50:.1f}".rjust(7),
        (f"{result.p95:.1f}" if result.p95 else "").rjust(7),
        (f"{result.bar:.0f}" if result.bar else "").rjust(4),
        (f"{result.p50 / result.bar:.2f}" if result.bar else "").rjust(5),
        (f"{result.processor:.1f}" if result.processor else "").rjust(7),
        ("" if result.statements is None else str(result.statements)).rjust(10),
        ("" if result.kilobytes is None else f"{result.kilobytes:.0f}").rjust(7),
        (f"{stock:.1f}" if stock else "").rjust(8),
        ("" if paced is None else f"{paced:.2f}").rjust(7),
    )
    print(f"| {' | '.join(cells)} |", flush=True)


def machine() -> str:
    """What it ran on."""
    load = os.getloadavg()[0]
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f}"


if __name__ == "__main__":
    sys.exit(main())

"""`run_worker`: carry out queued work until stopped."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from crm.background.worker import WorkerOptions, run_worker


class Command(BaseCommand):
    """Runs imports, exports and bulk changes that were put into the queue."""

    help = "Run background jobs until SIGTERM or Ctrl-C. Start as many workers as you want, on any machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        usual = WorkerOptions()
        parser.add_argument("--concurrency", type=int, default=usual.concurrency, help="Jobs side by side.")
        parser.add_argument("--heartbeat", type=float, default=usual.heartbeat, help="Seconds between signs of life.")
        parser.add_argument(
            "--lost-after", type=float, default=usual.lost_after, help="Seconds until a worker is dead."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        run_worker(
            WorkerOptions(
                concurrency=options["concurrency"], heartbeat=options["heartbeat"], lost_after=options["lost_after"]
            )
        )

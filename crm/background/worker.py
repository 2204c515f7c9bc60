"""The worker: runs jobs, and takes up those of workers that died."""

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from typing import cast

from django.utils import timezone
from procrastinate import App, exceptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """Seconds, all of them, but the number of jobs run side by side.

    A job of a dead worker is taken up after `lost_after + 2 * heartbeat` at the latest: 50 seconds.
    """

    concurrency: int = 2
    heartbeat: float = 10.0
    lost_after: float = 30.0
    grace: float = 5.0


def run_worker(options: WorkerOptions) -> None:
    """Work until SIGTERM or SIGINT; running jobs are then handed back after their batch."""
    connector = cast(DjangoConnector, app.connector)
    with app.replace_connector(connector.get_worker_connector()) as worker_app:
        asyncio.run(_work(worker_app, options))


async def _work(worker_app: App, options: WorkerOptions) -> None:
    async with worker_app.open_async():
        watch = asyncio.create_task(_watch(worker_app, options))
        try:
            await worker_app.run_worker_async(
                concurrency=options.concurrency,
                delete_jobs="successful",
                shutdown_graceful_timeout=options.grace,
                update_heartbeat_interval=options.heartbeat,
                stalled_worker_timeout=options.lost_after,
            )
        finally:
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch


async def _watch(worker_app: App, options: WorkerOptions) -> None:
    """Look for lost jobs beside the work, so that a worker busy with a long job finds them too."""
    while True:
        try:
            await take_up_lost_jobs(worker_app, options.lost_after)
        except exceptions.ConnectorException:
            logger.warning("The database did not answer; looking for lost jobs again later.")
        await asyncio.sleep(options.heartbeat)


async def take_up_lost_jobs(worker_app: App, lost_after: float) -> int:
    """Queue again the jobs of workers that gave no sign for `lost_after` seconds; answers how many."""
    lost = list(await worker_app.job_manager.get_stalled_jobs(seconds_since_heartbeat=lost_after))
    for job in lost:
        await worker_app.job_manager.retry_job(job, retry_at=timezone.now())
        logger.warning("Job %s was left by a worker that died; it is queued again.", job.id)
    return len(lost)

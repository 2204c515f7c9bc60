"""Running one job, whatever happens to it."""

import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm.background.models import BackgroundJob, State
from crm.background.registry import TASKS, Cancelled, Interrupted
from crm.changes.current import SystemActor, acting_as
from crm.changes.models import Route
from crm.errors import DomainError, TryLater

STARTS_AT_MOST = 5  # a job that ends its worker every time must not go round for ever
NOTED_EVERY = 0.5  # seconds; the page asks once a second

AGAIN = (TryLater, Interrupted, OperationalError, InterfaceError)


class JobProgress:
    """Notes how far a job is, and hears that it should stop."""

    def __init__(self, job: BackgroundJob, stopping: Callable[[], bool]) -> None:
        self.job = job
        self.stopping = stopping
        self._noted = 0.0

    def advance(self, done: int, total: int = 0) -> None:
        """Note the rows done so far. Raises Cancelled or Interrupted."""
        if self.stopping():
            raise Interrupted
        if (now := time.monotonic()) - self._noted < NOTED_EVERY and done != total:
            return
        self._noted = now
        mine = BackgroundJob.objects.filter(pk=self.job.pk)
        mine.update(done=done, total=total, attempts=1)  # work that moves on is not stuck
        if mine.values_list("cancel_requested", flat=True).get():
            raise Cancelled


def run_job(pk: int, *, stopping: Callable[[], bool] = lambda: False) -> None:
    """Run a job to its end and keep the sentence it ended with.

    Raises what asks for another try (TryLater, Interrupted, a lost database) and, after the job is marked
    as failed, every error that is a defect.
    """
    job = _start(pk)
    if job is None:
        return
    owner = job.owner or SystemActor(job.label)
    language = getattr(owner, "language", "") or translation.get_language()
    with translation.override(language), acting_as(owner, Route.BACKGROUND):
        try:
            sentence = TASKS[job.task](JobProgress(job, stopping), **job.arguments)
        except AGAIN:
            raise
        except Cancelled:
            end_job(job, State.CANCELLED, _("Cancelled. What was done before stays."))
        except DomainError as refusal:
            end_job(job, State.FAILED, str(refusal))
        except Exception:
            end_job(
                job, State.FAILED, _("Something went wrong that should not. The administrator finds it in the log.")
            )
            raise
        else:
            end_job(job, State.DONE, sentence)


@transaction.atomic
def _start(pk: int) -> BackgroundJob | None:
    """Mark the job as running; None where there is nothing left to run."""
    job = BackgroundJob.objects.select_for_update(of=("self",)).select_related("owner").filter(pk=pk).first()
    if job is None or job.is_over:
        return None
    if job.attempts >= STARTS_AT_MOST:
        end_job(job, State.FAILED, _("This work was begun several times and its worker stopped each time."))
        return None
    BackgroundJob.objects.filter(pk=pk).update(state=State.RUNNING, attempts=job.attempts + 1)
    return job


def end_job(job: BackgroundJob, state: State, sentence: str) -> None:
    """Close a job with a sentence for its owner."""
    BackgroundJob.objects.filter(pk=job.pk).update(state=state, sentence=sentence, finished_at=timezone.now())

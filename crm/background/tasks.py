"""The tasks the queue knows: one runs a job by its id, one tidies up at night."""

import logging

from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from crm.background.queue import RUN
from crm.background.registry import DAILY, Interrupted, daily_task
from crm.background.runner import AGAIN, run_job
from crm.errors import TryLater
from crm.remembered.folding import fold_versions

logger = logging.getLogger(__name__)

TRIES_AT_MOST = 50
PAUSE = 5  # seconds until a lost database is tried again

daily_task(fold_versions)


class Again(BaseRetryStrategy):
    """Another try for what may work later, none for a defect."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """At once after a shutdown, else after the pause the error asks for."""
        if not isinstance(exception, AGAIN) or job.attempts >= TRIES_AT_MOST:
            return None
        if isinstance(exception, Interrupted):
            return RetryDecision(retry_in={"seconds": 0})
        return RetryDecision(retry_in={"seconds": int(exception.after) if isinstance(exception, TryLater) else PAUSE})


@app.periodic(cron="17 3 * * *")
@app.task(name="background.nightly")
def nightly(timestamp: int) -> None:
    """Tidy up; one worker of all does it."""
    for function in DAILY:
        logger.info("%s: %s rows.", function.__name__, function())


@app.task(name=RUN, pass_context=True, retry=Again())
def run(context: JobContext, *, job_id: int) -> None:
    """Run the job, leaving off between two batches when the worker shuts down."""
    run_job(job_id, stopping=context.should_abort)

"""Putting work into the queue."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from crm.background.models import BackgroundJob, State
from crm.background.registry import TASKS, arguments_fit
from crm.background.runner import end_job
from crm.changes.current import Actor
from crm.errors import DomainError

RUN = "background.run"


@transaction.atomic
def enqueue(task: str, *, owner: Actor | None, label: str, url: str = "", **arguments: Any) -> BackgroundJob:
    """Queue a task in the transaction that asks for it: it exists exactly when that commits.

    `label` says what is done, `url` leads to the result; the arguments are ids and words.
    """
    if task not in TASKS or not arguments_fit(arguments):
        raise ValueError(f"{task} is no background task, or its arguments are not ids and words.")
    job = BackgroundJob.objects.create(
        owner_id=getattr(owner, "pk", None), label=label, url=url, task=task, arguments=arguments
    )
    app.configure_task(RUN).defer(job_id=job.pk)
    return job


@transaction.atomic
def cancel(job: BackgroundJob) -> None:
    """Ask a job to stop: one that waits never starts, one that runs leaves off after its batch."""
    current = BackgroundJob.objects.select_for_update().get(pk=job.pk)
    if current.is_over:
        raise DomainError(_("This work is already over."))
    BackgroundJob.objects.filter(pk=job.pk).update(cancel_requested=True)
    if current.state == State.QUEUED:
        end_job(current, State.CANCELLED, _("Cancelled before it began."))

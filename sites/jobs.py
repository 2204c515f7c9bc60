"""What a person let run in the background, for the page that started it."""

from typing import Any

from crm.background.models import BackgroundJob

LOOKED_AT = 20  # of the person's latest jobs


def last_job(user: Any, task: str) -> BackgroundJob | None:
    """The latest run of a task among the last few things this person let run."""
    latest = BackgroundJob.objects.filter(owner=user.pk).order_by("-pk")[:LOOKED_AT]
    return next((job for job in latest if job.task == task), None)

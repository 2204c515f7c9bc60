"""What a person let run in the background, for the page that started it."""

from functools import cached_property
from typing import Any, ClassVar

from crm.background.models import BackgroundJob
from crm.pages.page import Page

LOOKED_AT = 20  # of the person's latest jobs


def last_job(user: Any, task: str) -> BackgroundJob | None:
    """The latest run of a task among the last few things this person let run."""
    latest = BackgroundJob.objects.filter(owner=user.pk).order_by("-pk")[:LOOKED_AT]
    return next((job for job in latest if job.task == task), None)


class TellsOfJob(Page):
    """A page that tells how far the last run of a task is that its reader started."""

    task: ClassVar[str]

    @cached_property
    def job(self) -> BackgroundJob | None:
        """The reader's last run."""
        return last_job(self.request.user, self.task)

    @property
    def job_at_work(self) -> bool:
        """Whether that run is going on."""
        return self.job is not None and not self.job.is_over

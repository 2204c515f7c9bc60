"""A job as the person who started it sees it; the queue behind it is procrastinate's."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class BackgroundJob(models.Model):
    """One piece of work: who asked for it, how far it is, and the sentence it ended with.

    `total` is 0 while nobody knows how much there is. `url` leads to the result.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    label = models.CharField(_("work"), max_length=200)
    task = models.CharField(max_length=80, editable=False)
    arguments = models.JSONField(default=dict, editable=False)
    url = models.CharField(max_length=300, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    sentence = models.TextField(_("result"), blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        ordering = ("-pk",)
        default_permissions = ()
        indexes = [models.Index(fields=["owner", "-id"], name="background_job_by_owner")]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        """The page that shows how far it is."""
        return reverse("background:detail", args=[self.pk])

    @property
    def is_over(self) -> bool:
        """Whether it ended, well or badly."""
        return self.state in (State.DONE, State.FAILED, State.CANCELLED)

    @property
    def percent(self) -> int:
        """How much is done, 0 to 100."""
        return min(100, self.done * 100 // self.total) if self.total else 0

"""Form tokens (a form that creates something is carried out once), and bulk actions in the background."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.background.models import BackgroundJob
from crm.changes.models import ChangeSet


class FormToken(models.Model):
    """A token that was used, and the page its first use led to."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    used_at = models.DateTimeField(default=timezone.now, editable=False)
    result_url = models.CharField(max_length=500)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["used_at"], name="form_token_by_age")]

    def __str__(self) -> str:
        return str(self.token)


class BulkRun(models.Model):
    """A bulk action in the background: the list's address and the form as they were sent, and how far it is.

    `last_pk` is the key of the last row of the last committed batch: a new worker goes on behind it.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    list_page = models.CharField(max_length=200)
    action = models.CharField(max_length=60)
    label = models.CharField(_("action"), max_length=200)
    query = models.TextField(blank=True)
    data = models.TextField()
    back_url = models.TextField()
    change_set = models.ForeignKey(ChangeSet, models.SET_NULL, null=True, related_name="+")
    job = models.ForeignKey(BackgroundJob, models.SET_NULL, null=True, related_name="+")
    total = models.PositiveBigIntegerField()
    seen = models.PositiveBigIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)
    refused = models.PositiveBigIntegerField(default=0)
    refusals = models.JSONField(default=list)
    last_pk = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("bulk action")
        verbose_name_plural = _("bulk actions")
        default_permissions = ()

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        """The page that shows how far it is."""
        return reverse("bulk-run", args=[self.pk])

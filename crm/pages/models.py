"""Form tokens: a form that creates something is carried out once, however often it is sent."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


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

"""The version of what was set up, one row for the installation."""

import uuid

from django.db import models


class SetupVersion(models.Model):
    """A new value whenever a watched table changes, in the same transaction.

    Never one that was there before, so whoever kept something under a value may use it while that value stands.
    """

    version = models.UUIDField(default=uuid.uuid4)

    class Meta:
        default_permissions = ()

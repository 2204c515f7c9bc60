"""The version of what was set up."""

from django.db import models


class SetupVersion(models.Model):
    """What the marks of all rows add up to: a new value from the moment that a change of a watched table is seen.

    Each change adds a row with a mark above 0, in the same transaction, so the sum was never there before, and whoever
    kept something under it may use it while it stands. Rows are added instead of updated: nobody waits until somebody
    else's long transaction ends. `fold_versions` makes one row of them at night.
    """

    mark = models.BigIntegerField()

    class Meta:
        default_permissions = ()

"""Where an import stands, and what becomes of a line."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("Columns to be chosen")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Ready to be applied")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    UNDONE = "undone", _("Undone")


class Existing(models.TextChoices):
    """What happens to a line whose record is already there."""

    UPDATE = "update", _("Update it")
    SKIP = "skip", _("Leave it as it is")


class RowAction(models.TextChoices):
    """What becomes of a line."""

    CREATE = "create", _("Create")
    WAIT = "wait", _("To be completed")
    UPDATE = "update", _("Update")
    SKIP = "skip", _("Nothing to change")
    REFUSED = "refused", _("Refused")


# What becomes of the lines that are written; the others change nothing
APPLIED = (RowAction.CREATE, RowAction.WAIT, RowAction.UPDATE)

"""Archiving: a batch remembers what left together, so that it can come back together."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ArchiveBatch(models.Model):
    """One archiving: who, when, why; every row it took carries its id until it comes back.

    The root is the row somebody archived; the others left because they belong to it. Whether a batch is restored
    is told by the rows alone: undoing moves rows in and out of it too.
    """

    root_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("kind"))
    root_id = models.BigIntegerField(editable=False)
    root_name = models.CharField(_("name"), max_length=200, editable=False)
    archived_at = models.DateTimeField(_("archived"), default=timezone.now, editable=False)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("archived by")
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("archive batch")
        verbose_name_plural = _("archive batches")
        ordering = ("-pk",)
        default_permissions = ("view",)
        indexes = [models.Index(fields=["root_type", "root_id", "-id"], name="archive_batches_of_a_root")]

    def __str__(self) -> str:
        return self.root_name


class Archivable(models.Model):
    """Mixin of a row that can leave the working lists and come back."""

    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    archive_batch = models.ForeignKey(
        ArchiveBatch, models.PROTECT, null=True, blank=True, editable=False, related_name="+", db_index=False
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(archived_at__isnull=True, archive_batch__isnull=True)
                | Q(archived_at__isnull=False, archive_batch__isnull=False),
                name="%(class)s_archived_with_a_batch",
            )
        ]
        # Of the archived rows alone: an index of all of them is written to with every change, for nobody who asks.
        indexes = [
            models.Index(fields=["archive_batch"], name="%(class)s_by_batch", condition=Q(archive_batch__isnull=False))
        ]

    @property
    def is_archived(self) -> bool:
        """Whether the row has left the working lists."""
        return self.archived_at is not None

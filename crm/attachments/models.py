"""A file kept with a record."""

import secrets
from typing import ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.archive.models import Archivable
from crm.attachments.querysets import AttachmentQuerySet
from crm.changes.tracked import History, TrackedModel


def random_place(instance: "Attachment", filename: str) -> str:
    """Where a file is stored: a name nobody can guess, and nothing of the name it came with."""
    name = secrets.token_hex(20)
    return f"attachments/{name[:2]}/{name[2:]}"


class Attachment(TrackedModel, Archivable):
    """A file of a record: its name as it came, its type as its content says, its SHA-256.

    `customer_id` is the customer its record belongs to; the kernel knows customers by number alone.
    """

    customer_path = "customer_id"

    owner_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", editable=False)
    owner_id = models.BigIntegerField(editable=False)
    owner = GenericForeignKey("owner_type", "owner_id")
    customer_id = models.BigIntegerField(null=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    size = models.BigIntegerField(_("size"), editable=False)
    content_type = models.CharField(_("type"), max_length=100, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    file = models.FileField(_("file"), upload_to=random_place, max_length=120, editable=False)

    objects: ClassVar[AttachmentQuerySet] = AttachmentQuerySet.as_manager()  # type: ignore[assignment]
    history = History()

    class Meta(TrackedModel.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ("-pk",)
        indexes = [
            *Archivable.Meta.indexes,
            models.Index(fields=["owner_type", "owner_id", "-id"], name="attachments_of_an_owner"),
        ]
        constraints = [*Archivable.Meta.constraints]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the file."""
        return reverse("attachments:detail", args=[self.pk])

"""Notes that staff keep on a customer."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.archive.models import Archivable
from crm.changes.tracked import History, TrackedModel
from customers.querysets import OfCustomerQuerySet


class Note(TrackedModel, Archivable):
    """A dated remark; never printed on a customer's documents."""

    customer_path = "customer_id"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    body = models.TextField(_("note"))
    pinned = models.BooleanField(_("pinned"), default=False)

    objects: ClassVar[OfCustomerQuerySet] = OfCustomerQuerySet.as_manager()  # type: ignore[assignment]
    history = History()

    class Meta(TrackedModel.Meta):
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ("-pinned", "-pk")
        indexes = [
            *Archivable.Meta.indexes,
            models.Index(fields=["customer", "-pinned", "-id"], name="notes_of_a_customer"),
        ]
        constraints = [*Archivable.Meta.constraints]

    def __str__(self) -> str:
        return self.body[:60]

    def get_absolute_url(self) -> str:
        """The tab of the customer's page where it stands."""
        return reverse("customers:part", args=[self.customer_id, "notes"])

"""Notes that staff keep on a customer."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.archive.models import Archivable
from crm.changes.tracked import History, TrackedModel


class Note(TrackedModel, Archivable):
    """A dated remark; never printed on a customer's documents."""

    customer_path = "customer_id"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    body = models.TextField(_("note"))
    pinned = models.BooleanField(_("pinned"), default=False)

    history = History()

    class Meta(TrackedModel.Meta):
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ("-pinned", "-pk")
        indexes = [models.Index(fields=["customer", "-pinned", "-id"], name="notes_of_a_customer")]
        constraints = [*Archivable.Meta.constraints]

    def __str__(self) -> str:
        return self.body[:60]

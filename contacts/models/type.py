"""The types of contact an administrator names, and what each of them receives."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from crm.changes.tracked import History, TrackedModel


class Event(models.TextChoices):
    """What the product tells people about by itself."""

    INVOICE_ISSUED = "invoice_issued", _("Invoice issued")
    PAYMENT_RECEIVED = "payment_received", _("Payment received")
    PAYMENT_REMINDER = "payment_reminder", _("Payment reminder")
    QUOTE_SENT = "quote_sent", _("Quote sent")
    JOB_SCHEDULED = "job_scheduled", _("Visit scheduled")
    JOB_CHANGED = "job_changed", _("Visit changed or cancelled")
    JOB_ON_THE_WAY = "job_on_the_way", _("Technician on the way")
    OUTAGE_OPENED = "outage_opened", _("Outage begun")
    OUTAGE_UPDATED = "outage_updated", _("News of an outage")
    OUTAGE_RESOLVED = "outage_resolved", _("Outage over")
    WELCOME = "welcome", _("Welcome")


OUTAGES = (Event.OUTAGE_OPENED, Event.OUTAGE_UPDATED, Event.OUTAGE_RESOLVED)


class ContactType(TrackedModel):
    """What a contact is to a customer, such as billing or technical; a retired one stays where it is."""

    name = models.CharField(_("name"), max_length=60)
    description = models.CharField(_("description"), max_length=200, blank=True)
    receives = ArrayField(
        models.CharField(max_length=20, choices=Event.choices), verbose_name=_("receives"), default=list, blank=True
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    retired = models.BooleanField(_("retired"), default=False)

    history = History()

    class Meta(TrackedModel.Meta):
        verbose_name = _("contact type")
        verbose_name_plural = _("contact types")
        ordering = ("position", "name")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="contact_type_name_once",
                violation_error_message=_("There is already a contact type of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def events(self) -> list[str]:
        """What it receives, in words."""
        return [str(Event(event).label) for event in self.receives]

"""Customer statuses and the rules each carries; regulatory regions."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from crm.changes.tracked import History, TrackedModel
from crm.labels.models import Colour


class CustomerStatus(TrackedModel):
    """A status the administrator named, and what a customer in it may have or get."""

    name = models.CharField(_("name"), max_length=60)
    colour = models.CharField(_("colour"), max_length=10, choices=Colour.choices, default=Colour.GREY)
    description = models.CharField(_("description"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_default = models.BooleanField(_("for new customers"), default=False)
    retired = models.BooleanField(_("retired"), default=False)

    allows_services = models.BooleanField(_("new services"), default=True)
    allows_opportunities = models.BooleanField(_("opportunities"), default=True)
    allows_quotes = models.BooleanField(_("quotes"), default=True)
    allows_jobs = models.BooleanField(_("jobs"), default=True)
    allows_invoices = models.BooleanField(_("invoices"), default=True)
    bills_recurring = models.BooleanField(_("recurring charges are billed"), default=True)
    sends_outage_notices = models.BooleanField(_("outage notices"), default=True)
    sends_marketing = models.BooleanField(_("marketing"), default=True)

    history = History()

    class Meta(TrackedModel.Meta):
        verbose_name = _("customer status")
        verbose_name_plural = _("customer statuses")
        ordering = ("position", "name")
        constraints = [
            models.UniqueConstraint(Lower("name"), name="status_name_once"),
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_status"
            ),
            models.CheckConstraint(
                condition=~models.Q(is_default=True, retired=True),
                name="default_status_is_in_use",
                violation_error_message=_("The status for new customers cannot be retired."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RegulatoryRegion(TrackedModel):
    """Where a set of rules applies: it decides which job forms and certificates are offered."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    country = CountryField(
        _("for new customers in"),
        blank=True,
        help_text=_("New customers with this country get this region unless somebody chooses another."),
    )
    retired = models.BooleanField(_("retired"), default=False)

    history = History()

    class Meta(TrackedModel.Meta):
        verbose_name = _("regulatory region")
        verbose_name_plural = _("regulatory regions")
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                fields=["country"],
                condition=~models.Q(country="") & models.Q(retired=False),
                name="one_region_a_country",
            ),
        ]

    def __str__(self) -> str:
        return self.name

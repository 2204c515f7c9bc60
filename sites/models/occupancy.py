"""Who had a site from when to when, once it has passed from one customer to another."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm.changes.tracked import History, TrackedModel
from customers.models import Customer
from sites.models.site import Site
from sites.querysets import SiteOccupancyQuerySet


class SiteOccupancy(TrackedModel):
    """The time a customer has a site; a site that never changed hands has none.

    The open one (`moved_out_on` empty) is of the customer that stands on the site.
    """

    customer_path = "customer_id"
    undoable = False  # the site, its things and its former customer move together,
    final = True  # and back only by another hand-over

    site = models.ForeignKey(Site, models.PROTECT, related_name="occupancies", verbose_name=_("site"))
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="occupancies", verbose_name=_("customer"))
    moved_in_on = models.DateField(_("moved in"))
    moved_out_on = models.DateField(_("moved out"), null=True, blank=True)

    objects: ClassVar[SiteOccupancyQuerySet] = SiteOccupancyQuerySet.as_manager()  # type: ignore[assignment]
    history = History()

    class Meta(TrackedModel.Meta):
        verbose_name = _("occupancy")
        verbose_name_plural = _("occupancies")
        ordering = ("-moved_in_on", "-pk")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(moved_out_on__isnull=True) | Q(moved_out_on__gte=F("moved_in_on")),
                name="moved_out_after_moving_in",
            ),
            models.UniqueConstraint(
                fields=["site"], condition=Q(moved_out_on__isnull=True), name="one_occupant_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer}, {self.site}"

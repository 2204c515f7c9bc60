"""Places that came in without coordinates and wait to be located."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.archive.models import Archivable
from crm.changes.tracked import History, TrackedModel
from customers.models import Customer, PostalAddress
from sites.geocoders.base import ADDRESS_PARTS, Address
from sites.models.site import Accuracy, Site, SiteType
from sites.querysets import PendingSiteQuerySet

if TYPE_CHECKING:
    from decimal import Decimal


class PendingSite(TrackedModel, Archivable, PostalAddress):
    """An imported place that is no site yet, because nobody knows where it is.

    It leaves the queue by becoming a site or, refused with a reason, by being archived. What the geocoder
    answered is kept with the address it was asked for, so the same question is paid for once.
    """

    customer_path = "customer_id"
    untold_fields = TrackedModel.untold_fields | {"asked", "asked_at"}

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="pending_sites", verbose_name=_("customer"))
    name = models.CharField(_("name"), max_length=200)
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    site_type = models.CharField(_("type"), max_length=12, choices=SiteType.choices, default=SiteType.OTHER)
    address_note = models.TextField(_("address note"), blank=True)
    source = models.CharField(
        _("from"), max_length=240, blank=True, help_text=_("The file and line that it came from.")
    )

    asked = models.TextField(_("address looked for"), blank=True, editable=False)
    asked_at = models.DateTimeField(_("looked for"), null=True, blank=True, editable=False)
    latitude: "models.DecimalField[Decimal | None, Decimal | None]" = models.DecimalField(
        _("proposed latitude"), max_digits=8, decimal_places=6, null=True, blank=True, editable=False
    )
    longitude: "models.DecimalField[Decimal | None, Decimal | None]" = models.DecimalField(
        _("proposed longitude"), max_digits=9, decimal_places=6, null=True, blank=True, editable=False
    )
    accuracy = models.CharField(
        _("accuracy"), max_length=12, choices=Accuracy.choices, default=Accuracy.UNKNOWN, editable=False
    )
    provider = models.CharField(_("provider"), max_length=20, blank=True, editable=False)
    provider_place_id = models.TextField(_("place ID at the provider"), blank=True, editable=False)

    site = models.OneToOneField(
        Site, models.PROTECT, null=True, blank=True, editable=False, related_name="pending", verbose_name=_("became")
    )

    objects: ClassVar[PendingSiteQuerySet] = PendingSiteQuerySet.as_manager()  # type: ignore[assignment]
    history = History()

    class Meta(TrackedModel.Meta):
        verbose_name = _("place to locate")
        verbose_name_plural = _("places to locate")
        ordering = ("pk",)
        default_permissions = ("view", "change")
        constraints = [
            *Archivable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="pendingsite_both_coordinates",
            ),
        ]
        indexes = [
            *Archivable.Meta.indexes,
            models.Index(
                fields=["customer", "id"],
                name="pendingsite_waiting",
                condition=Q(site__isnull=True, archived_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where it is located."""
        return reverse("sites:queue:detail", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """Whether it is neither located nor refused."""
        return self.site_id is None and self.archived_at is None

    @property
    def address(self) -> Address:
        """The address to look for."""
        return Address(**{name: str(getattr(self, name)) for name in ADDRESS_PARTS})

    @property
    def is_sure(self) -> bool:
        """Whether the address service saw the very building."""
        return self.latitude is not None and self.accuracy in (Accuracy.EXACT, Accuracy.ROOFTOP, Accuracy.INTERPOLATED)

    @property
    def question(self) -> str:
        """The address in one line with its country: what `asked` is compared with."""
        return ", ".join(part for part in (self.address.one_line, self.address.country) if part)

    @property
    def is_asked(self) -> bool:
        """Whether a geocoder has answered for the address as it stands, if only that it knows nothing."""
        return bool(self.asked) and self.asked == self.question

"""Postal addresses: the main one stands on the customer, the others beside it."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from crm.addresses import address_lines
from crm.archive.models import Archivable
from crm.changes.tracked import History, TrackedModel
from crm.search.expressions import Fold
from customers.querysets import OfCustomerQuerySet

SEARCHED = ("recipient", "line1", "line2", "city", "state", "postal_code")


class PostalAddress(models.Model):
    """The lines of an address, in the parts every country shares."""

    line1 = models.CharField(_("address"), max_length=200, blank=True)
    line2 = models.CharField(_("address, second line"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    state = models.CharField(_("state or region"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    country = CountryField(_("country"), blank=True)

    class Meta:
        abstract = True

    @property
    def has_address(self) -> bool:
        """Whether any line is filled in, the country alone not counting."""
        return any((self.line1, self.line2, self.city, self.state, self.postal_code))

    @property
    def lines(self) -> list[str]:
        """The address as its country writes it."""
        return address_lines(self)


class AddressType(models.TextChoices):
    """What a further address is for; the worksite of a delivery is a site, not an address."""

    BILLING = "billing", _("Billing")
    OTHER = "other", _("Other")
    PRIVATE = "private", _("Private")


class Address(TrackedModel, Archivable, PostalAddress):
    """A further address of a customer."""

    customer_path = "customer_id"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="addresses")
    address_type = models.CharField(_("type"), max_length=10, choices=AddressType.choices)
    recipient = models.CharField(_("recipient"), max_length=200, blank=True)

    search = models.GeneratedField(
        expression=Fold(
            Concat(*(item for name in SEARCHED for item in (F(name), Value(" "))), output_field=models.TextField())
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects: ClassVar[OfCustomerQuerySet] = OfCustomerQuerySet.as_manager()  # type: ignore[assignment]
    history = History()

    class Meta(TrackedModel.Meta):
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ("address_type", "pk")
        constraints = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["customer"],
                condition=models.Q(address_type="billing", archived_at__isnull=True),
                name="one_billing_address",
                violation_error_message=_("This customer already has a billing address."),
            ),
        ]
        indexes = [
            *Archivable.Meta.indexes,
            GinIndex(OpClass(F("search"), name="gin_trgm_ops"), name="address_search"),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.line1, self.postal_code, self.city) if part)

    def get_absolute_url(self) -> str:
        """The tab of the customer's page where it stands."""
        return reverse("customers:part", args=[self.customer_id, "addresses"])

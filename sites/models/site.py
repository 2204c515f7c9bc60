"""The site: a physical place of a customer, where services are delivered."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Collate, Concat, Left
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.data import COUNTRIES

from crm.archive.models import Archivable
from crm.changes.tracked import History, TrackedModel
from crm.search.expressions import Fold
from customers.models import Customer, PostalAddress, RegulatoryRegion
from sites.expressions import CubeField, PlusCode, Position
from sites.querysets import SiteQuerySet

if TYPE_CHECKING:
    from decimal import Decimal


class SiteType(models.TextChoices):
    """What kind of place it is."""

    HOME = "home", _("Home")
    OFFICE = "office", _("Office")
    SHOP = "shop", _("Shop")
    INDUSTRIAL = "industrial", _("Workshop or plant")
    DATACENTRE = "datacentre", _("Data centre")
    TOWER = "tower", _("Mast or tower")
    OTHER = "other", _("Other")


class LocationSource(models.TextChoices):
    """How we came by the coordinates."""

    SEARCH = "search", _("Address search")
    PIN = "pin", _("Pin on the map")
    IMPORT = "import", _("Import")
    MANUAL = "manual", _("Typed coordinates")


class Accuracy(models.TextChoices):
    """How exact the coordinates are, best first."""

    EXACT = "exact", _("The very place")
    ROOFTOP = "rooftop", _("The building")
    INTERPOLATED = "interpolated", _("Between two house numbers")
    CENTRE = "centre", _("The middle of the street or place")
    APPROXIMATE = "approximate", _("The town or area")
    UNKNOWN = "unknown", _("Unknown")


SEARCHED = ("name", "reference", "line1", "line2", "city", "postal_code")


class Site(TrackedModel, Archivable, PostalAddress):
    """A place with WGS84 coordinates of six decimals (about 0.1 m); the Plus Code is derived from them.

    A changed address clears `confirmed_at`: the pin is then "to confirm".
    """

    customer_path = "customer_id"

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="sites", verbose_name=_("customer"), db_index=False
    )  # site_by_customer begins with it
    name = models.CharField(_("name"), max_length=200)
    reference = models.CharField(
        _("reference"),
        max_length=60,
        blank=True,
        help_text=_("What the customer or another system calls the place, such as a store number."),
    )
    site_type = models.CharField(_("type"), max_length=12, choices=SiteType.choices, default=SiteType.OTHER)
    latitude: "models.DecimalField[Decimal, Decimal]" = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=6
    )
    longitude: "models.DecimalField[Decimal, Decimal]" = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6
    )
    location_source = models.CharField(_("location from"), max_length=8, choices=LocationSource.choices)
    accuracy = models.CharField(_("accuracy"), max_length=12, choices=Accuracy.choices, default=Accuracy.UNKNOWN)
    located_at = models.DateTimeField(_("located"), null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,  # nobody is ever deleted, nor looked for by what they confirmed
    )
    provider = models.CharField(_("provider"), max_length=20, blank=True, editable=False)
    provider_place_id = models.TextField(_("place ID at the provider"), blank=True, editable=False)
    address_note = models.TextField(
        _("address note"), blank=True, help_text=_("How to get there; the crews see it. “Left at the red barn.”")
    )
    region = models.ForeignKey(
        RegulatoryRegion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("regulatory region")
    )

    plus_code = models.GeneratedField(
        expression=PlusCode(F("latitude"), F("longitude")), output_field=models.TextField(), db_persist=True
    )
    position = models.GeneratedField(
        expression=Position(F("latitude"), F("longitude")), output_field=CubeField(), db_persist=True
    )
    sort_name = models.GeneratedField(
        expression=Collate(Fold(F("name")), "C"), output_field=models.TextField(), db_persist=True
    )
    search = models.GeneratedField(
        expression=Fold(
            Concat(
                *(item for name in SEARCHED for item in (F(name), Value(" "))),
                PlusCode(F("latitude"), F("longitude")),
                output_field=models.TextField(),
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects: ClassVar[SiteQuerySet] = SiteQuerySet.as_manager()  # type: ignore[assignment]
    history = History(excluded_fields=["plus_code", "position", "sort_name", "search"])

    class Meta(TrackedModel.Meta):
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ("sort_name", "pk")
        permissions = [
            ("archive_site", _("Can archive sites")),
            ("restore_site", _("Can restore sites")),
            ("hand_over_site", _("Can hand sites over to another customer")),
            ("import_site", _("Can import sites")),
            ("export_site", _("Can export sites")),
        ]
        constraints = [
            *Archivable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="site_is_on_earth",
                violation_error_message=_("Latitude goes from −90 to 90, longitude from −180 to 180."),
            ),
            models.CheckConstraint(
                condition=Q(country__in=sorted(COUNTRIES)),
                name="site_has_a_country",
                violation_error_message=_("A site needs a country of ISO 3166."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="site_has_a_name", violation_error_message=_("A site needs a name.")
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="site_confirmed_by_somebody",
            ),
        ]
        indexes = [
            *Archivable.Meta.indexes,
            GistIndex(F("position"), name="site_by_position"),
            GinIndex(OpClass(F("search"), name="gin_trgm_ops"), name="site_search"),
            models.Index(fields=["customer", "sort_name", "id"], name="site_by_customer"),
            models.Index(fields=["customer", "reference"], name="site_by_reference", condition=~Q(reference="")),
            models.Index(fields=["sort_name", "id"], name="site_by_name", condition=Q(archived_at__isnull=True)),
            # With all that counting up to 1,001 sites of a town asks for, so that none of them is read
            models.Index(
                Fold(F("city")), F("sort_name"), F("id"), name="site_by_city", include=("city", "archived_at")
            ),
            models.Index(
                fields=["located_at", "id"],
                name="site_to_renew",
                condition=Q(provider="google", confirmed_at__isnull=True),
            ),
            models.Index(OpClass(F("plus_code"), name="text_pattern_ops"), name="site_by_plus_code"),
            # Cells of the grid with all that a map counts and filters by, so that no site is read to be counted
            models.Index(
                Left("plus_code", 8),
                name="site_by_grid",
                include=[
                    "plus_code",
                    "latitude",
                    "longitude",
                    "country",
                    "site_type",
                    "location_source",
                    "accuracy",
                    "confirmed_at",
                    "region",
                    "archived_at",
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def told_apart_by(self) -> str:
        """Its street and its town."""
        return ", ".join(part for part in (self.line1, self.city) if part)

    def get_absolute_url(self) -> str:
        """The site's page."""
        return reverse("sites:detail", args=[self.pk])

    @property
    def to_confirm(self) -> bool:
        """Whether nobody has said yet that the pin is right for this address."""
        return self.confirmed_at is None

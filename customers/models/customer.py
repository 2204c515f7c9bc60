"""The customer: a company or a person with whom we have a relationship, and whom we invoice."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Collate, Concat, Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from crm.archive.models import Archivable
from crm.changes.tracked import History, TrackedModel
from crm.labels.models import Tag, TagLink
from crm.search.expressions import Digits, Fold, Texts
from customers.currencies import validate_currency
from customers.models.address import PostalAddress
from customers.models.status import CustomerStatus, RegulatoryRegion
from customers.querysets import CustomerQuerySet

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from customers.models.address import Address
    from customers.models.note import Note


class Kind(models.TextChoices):
    """Company or individual, chosen when the customer is made."""

    COMPANY = "company", _("Company")
    INDIVIDUAL = "individual", _("Individual")


class Stage(models.TextChoices):
    """Whether we have sold to them yet."""

    PROSPECT = "prospect", _("Prospect")
    CUSTOMER = "customer", _("Customer")


class Role(models.TextChoices):
    """What they are to us; a firm can be both."""

    CUSTOMER = "customer", _("Customer")
    SUPPLIER = "supplier", _("Supplier")


def default_roles() -> list[str]:
    """New records are customers, not suppliers."""
    return [Role.CUSTOMER]


SEARCHED = ("name", "internal_name", "number", "external_number", "internal_reference", "email", "vat_number", "city")


class Customer(TrackedModel, Archivable, PostalAddress):
    """A customer. Only the kind and the name are required; `number` is ours, unique and never changes."""

    customer_path = "pk"

    number = models.CharField(_("number"), max_length=40, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200)
    internal_name = models.CharField(
        _("internal name"),
        max_length=200,
        blank=True,
        help_text=_("An alias your colleagues use: a franchise, or a former name. Search finds it too."),
    )
    external_number = models.CharField(
        _("customer number elsewhere"),
        max_length=60,
        blank=True,
        help_text=_("The number in the billing system or ERP; two customers may share one."),
    )
    internal_reference = models.CharField(_("internal reference"), max_length=60, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.PROSPECT)
    stage_forced_by = models.ForeignKey(  # nobody looks customers up by it, and each index makes writing dearer
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    stage_forced_at = models.DateTimeField(null=True, blank=True, editable=False)
    roles = ArrayField(
        models.CharField(max_length=10, choices=Role.choices),
        verbose_name=_("roles"),
        default=default_roles,
        blank=True,
    )
    status = models.ForeignKey(
        CustomerStatus,
        models.PROTECT,
        related_name="customers",
        verbose_name=_("status"),
        db_index=False,  # customer_by_status begins with it, where it counts: on live customers
    )
    account_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="managed_customers",
        verbose_name=_("account manager"),
    )
    managers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="customers.CustomerManager",
        related_name="+",
        blank=True,
        verbose_name=_("other account managers"),
    )
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = PhoneNumberField(_("phone"), blank=True)
    website = models.URLField(_("website"), blank=True)
    language = models.CharField(
        _("language"),
        max_length=8,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("For documents and messages; empty means the language of whoever writes them."),
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default=settings.ENV.default_currency,
        validators=[validate_currency],
    )
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    registration_number = models.CharField(_("registration number"), max_length=30, blank=True)
    region = models.ForeignKey(
        RegulatoryRegion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("regulatory region"),
        help_text=_("Decides which job forms and certificates are offered."),
    )
    internal_note = models.TextField(_("internal note"), blank=True, help_text=_("Never shown to the customer."))
    customer_note = models.TextField(
        _("customer note"), blank=True, help_text=_("Printed on quotes and on the technicians' plans.")
    )
    tags = models.ManyToManyField(Tag, through="customers.CustomerTag", related_name="+", blank=True)
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from", db_index=False
    )

    sort_name = models.GeneratedField(
        expression=Collate(Fold(F("name")), "C"), output_field=models.TextField(), db_persist=True
    )
    search = models.GeneratedField(
        expression=Fold(
            Concat(
                *(item for name in SEARCHED for item in (F(name), Value(" "))),
                Digits(F("phone")),
                Value(" "),
                Texts(F("attributes")),
                output_field=models.TextField(),
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects: ClassVar[CustomerQuerySet] = CustomerQuerySet.as_manager()  # type: ignore[assignment]
    history = History()

    addresses: "RelatedManager[Address]"
    notes: "RelatedManager[Note]"

    class Meta(TrackedModel.Meta):
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering = ("sort_name", "pk")
        permissions = [
            ("archive_customer", _("Can archive customers")),
            ("restore_customer", _("Can restore customers")),
            ("import_customer", _("Can import customers")),
            ("export_customer", _("Can export customers")),
            ("force_stage_customer", _("Can force a customer's stage")),
        ]
        constraints = [
            *Archivable.Meta.constraints,
            # `unique=True` would add an index for LIKE that nobody uses
            models.UniqueConstraint(fields=["number"], name="customer_number_once"),
            models.CheckConstraint(
                condition=~Q(name=""), name="customer_has_a_name", violation_error_message=_("A customer needs a name.")
            ),
        ]
        indexes = [
            *Archivable.Meta.indexes,
            GinIndex(OpClass(F("search"), name="gin_trgm_ops"), name="customer_search"),
            models.Index(fields=["sort_name", "id"], name="customer_by_name"),
            models.Index(
                fields=["sort_name", "id"], name="archived_customer_by_name", condition=Q(archived_at__isnull=False)
            ),
            models.Index(
                fields=["sort_name", "id"], name="supplier_by_name", condition=Q(roles__contains=[Role.SUPPLIER])
            ),
            # Of live customers, so that up to 1,001 of them are counted without reading one.
            models.Index(
                fields=["status", "sort_name", "id"], name="customer_by_status", condition=Q(archived_at__isnull=True)
            ),
            models.Index(
                Fold(F("city")), F("sort_name"), F("id"), name="customer_by_city", include=("city", "archived_at")
            ),  # with what an index needs to count a town's customers alone
            models.Index(fields=["country", "sort_name", "id"], name="customer_by_country"),
            models.Index(fields=["external_number"], name="customer_by_external_number"),
            models.Index(
                fields=["internal_reference"], name="customer_by_reference", condition=~Q(internal_reference="")
            ),
            models.Index(
                fields=["merged_into"], name="customer_by_merged_into", condition=Q(merged_into__isnull=False)
            ),
            GinIndex(OpClass(F("attributes"), name="jsonb_path_ops"), name="customer_attributes"),
            # Duplicates are looked for by each of these while somebody types a new customer
            GinIndex(OpClass(F("sort_name"), name="gin_trgm_ops"), name="customer_name_alike"),
            GinIndex(
                OpClass(Fold(F("internal_name")), name="gin_trgm_ops"),
                name="customer_alias_alike",
                condition=~Q(internal_name=""),
            ),
            models.Index(Lower("email"), name="customer_by_email", condition=~Q(email="")),
            models.Index(fields=["phone"], name="customer_by_phone", condition=~Q(phone="")),
            models.Index(fields=["vat_number"], name="customer_by_vat_number", condition=~Q(vat_number="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def told_apart_by(self) -> str:
        """Its number and its town."""
        return " · ".join(part for part in (self.number, self.city) if part)

    @property
    def roles_in_words(self) -> str:
        """`Customer, Supplier`."""
        return ", ".join(str(Role(role).label) for role in self.roles)

    def get_absolute_url(self) -> str:
        """The customer's page."""
        return reverse("customers:detail", args=[self.pk])


class CustomerTag(TagLink):
    """A tag on a customer."""

    customer_path = "customer_id"

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="tag_links")

    history = History()

    class Meta(TagLink.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [models.UniqueConstraint(fields=["tag", "customer"], name="tag_once_per_customer")]


class CustomerManager(TrackedModel):
    """A further account manager of a customer."""

    customer_path = "customer_id"
    link_to = "user"

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="manager_links")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    history = History()

    class Meta(TrackedModel.Meta):
        default_permissions = ()
        verbose_name = _("account manager")
        verbose_name_plural = _("account managers")
        constraints = [models.UniqueConstraint(fields=["customer", "user"], name="manager_once_per_customer")]

    def __str__(self) -> str:
        return self.user.name

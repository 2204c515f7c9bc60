"""What a person is to a customer: their types, what they may do, which sites they answer for."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contacts.models.contact import Contact
from contacts.models.type import ContactType
from contacts.querysets import RIGHTS, CustomerContactQuerySet
from crm.archive.models import Archivable
from crm.changes.tracked import History, TrackedModel
from customers.models import Customer
from sites.models import Site

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class CustomerContact(TrackedModel, Archivable):
    """One person's part with one customer; a person may have one with several customers.

    No covered site means all of them.
    """

    customer_path = "customer_id"

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contact_links", verbose_name=_("customer"))
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="links", verbose_name=_("contact"))
    primary = models.BooleanField(_("primary contact"), default=False)
    may_order = models.BooleanField(
        _("may order"), default=False, help_text=_("New services and equipment, in the customer's name.")
    )
    may_change = models.BooleanField(
        _("may change"), default=False, help_text=_("Plans, addresses, payment methods and contacts.")
    )
    may_accept_quotes = models.BooleanField(
        _("may accept quotes"), default=False, help_text=_("Their yes binds the customer.")
    )
    may_receive = models.BooleanField(
        _("may receive"), default=False, help_text=_("Lets technicians in and signs for deliveries.")
    )
    types = models.ManyToManyField(
        ContactType, through="contacts.ContactTypeLink", related_name="+", blank=True, verbose_name=_("types")
    )
    sites = models.ManyToManyField(
        Site,
        through="contacts.CoveredSite",
        related_name="+",
        blank=True,
        verbose_name=_("sites"),
        help_text=_("None chosen means all sites of the customer."),
    )

    objects: ClassVar[CustomerContactQuerySet] = CustomerContactQuerySet.as_manager()  # type: ignore[assignment]
    history = History()

    type_links: "RelatedManager[ContactTypeLink]"
    site_links: "RelatedManager[CoveredSite]"

    class Meta(TrackedModel.Meta):
        verbose_name = _("contact of a customer")
        verbose_name_plural = _("contacts of customers")
        ordering = ("-primary", "pk")
        default_permissions = ("view",)
        constraints = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["customer", "contact"],
                condition=Q(archived_at__isnull=True),
                name="contact_once_per_customer",
                violation_error_message=_("This person is a contact of this customer already."),
            ),
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(primary=True, archived_at__isnull=True),
                name="one_primary_contact",
                violation_error_message=_("This customer has another primary contact."),
            ),
        ]
        indexes = [*Archivable.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.contact}, {self.customer}"

    def get_absolute_url(self) -> str:
        """The customer's contacts, this one among them."""
        return reverse("customers:part", args=[self.customer_id, "contacts"])

    @property
    def rights(self) -> list[tuple[str, bool]]:
        """Each thing a contact may be allowed, in words, and whether this one is."""
        return [(str(self._meta.get_field(name).verbose_name), bool(getattr(self, name))) for name in RIGHTS]  # type: ignore[union-attr]


class ContactTypeLink(TrackedModel):
    """A type that a contact has with a customer."""

    customer_path = "link__customer_id"
    link_to = "contact_type"

    link = models.ForeignKey(CustomerContact, models.PROTECT, related_name="type_links")
    contact_type = models.ForeignKey(ContactType, models.PROTECT, related_name="links", verbose_name=_("type"))

    history = History()

    class Meta(TrackedModel.Meta):
        default_permissions = ()
        verbose_name = _("contact type")
        verbose_name_plural = _("contact types")
        constraints = [models.UniqueConstraint(fields=["link", "contact_type"], name="type_once_per_contact")]

    def __str__(self) -> str:
        return self.contact_type.name


class CoveredSite(TrackedModel):
    """A site that a contact answers for."""

    customer_path = "link__customer_id"
    link_to = "site"

    link = models.ForeignKey(CustomerContact, models.PROTECT, related_name="site_links")
    site = models.ForeignKey(Site, models.PROTECT, related_name="contact_links", verbose_name=_("site"))

    history = History()

    class Meta(TrackedModel.Meta):
        default_permissions = ()
        verbose_name = _("covered site")
        verbose_name_plural = _("covered sites")
        constraints = [models.UniqueConstraint(fields=["link", "site"], name="site_once_per_contact")]

    def __str__(self) -> str:
        return self.site.name

"""The contact: a person, with the addresses and numbers that reach them."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Collate, Concat
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from contacts.querysets import ContactQuerySet, ReachQuerySet
from crm.archive.models import Archivable
from crm.changes.kept import kept_fields
from crm.changes.tracked import History, TrackedModel
from crm.search.expressions import Fold
from customers.models import Customer, PostalAddress

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from contacts.models.consent import Consent
    from contacts.models.link import CustomerContact

SEARCHED = ("given_name", "family_name", "job_title", "employer", "city", "reach")


class Contact(TrackedModel, Archivable, PostalAddress):
    """A person; the address is the private one. What they are to a customer stands on the link.

    `reach` holds the e-mail addresses and the digits of the numbers in use. The database keeps it in step with
    those rows, so that one column finds a person by anything somebody may say on the phone.
    `individual` is the customer that this person is; name, first e-mail, first phone and language are the same on
    both, whichever of them somebody edits.
    """

    customer_path = "individual_id"

    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    employer = models.CharField(
        _("works for"),
        max_length=200,
        blank=True,
        help_text=_("Where that is not the customer: a service provider, a property manager."),
    )
    external_number = models.CharField(
        _("contact number elsewhere"),
        max_length=60,
        blank=True,
        help_text=_("The number in your other system; two people may share one."),
    )
    language = models.CharField(
        _("language"),
        max_length=8,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("For messages; empty means the customer's language."),
    )
    internal_note = models.TextField(
        _("internal note"), blank=True, help_text=_("Never printed, never shown to the customer.")
    )
    individual = models.OneToOneField(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="person",
        verbose_name=_("is the customer"),
    )
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    reach = models.TextField(blank=True, editable=False)

    sort_name = models.GeneratedField(
        expression=Collate(Fold(Concat(F("family_name"), Value(" "), F("given_name"))), "C"),
        output_field=models.TextField(),
        db_persist=True,
    )
    search = models.GeneratedField(
        expression=Fold(
            Concat(*(item for name in SEARCHED for item in (F(name), Value(" "))), output_field=models.TextField())
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects: ClassVar[ContactQuerySet] = ContactQuerySet.as_manager()  # type: ignore[assignment]
    history = History(excluded_fields=["reach"])

    emails: "RelatedManager[ContactEmail]"
    phones: "RelatedManager[ContactPhone]"
    links: "RelatedManager[CustomerContact]"
    consents: "RelatedManager[Consent]"

    class Meta(TrackedModel.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("sort_name", "pk")
        permissions = [
            ("archive_contact", _("Can archive contacts")),
            ("restore_contact", _("Can restore contacts")),
            ("import_contact", _("Can import contacts")),
            ("export_contact", _("Can export contacts")),
            ("disclose_contact", _("Can hand a person all data about them")),
            ("erase_contact", _("Can erase a person's data")),
        ]
        constraints = [
            *Archivable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(given_name="", family_name="") | Q(erased_at__isnull=False),
                name="contact_has_a_name",
                violation_error_message=_("A contact needs a name."),
            ),
            # Whatever brings rows back (a restored customer, an undone change) leaves an erased person where they are
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(archived_at__isnull=False),
                name="erased_contact_stays_archived",
                violation_error_message=_("The data of this person were erased."),
            ),
        ]
        indexes = [
            *Archivable.Meta.indexes,
            GinIndex(OpClass(F("search"), name="gin_trgm_ops"), name="contact_search"),
            models.Index(fields=["sort_name", "id"], name="contact_by_name"),
            models.Index(
                fields=["external_number"], name="contact_by_external_number", condition=~Q(external_number="")
            ),
            models.Index(
                fields=["sort_name", "id"], name="archived_contact_by_name", condition=Q(archived_at__isnull=False)
            ),
            # Few people have a language of their own
            models.Index(fields=["language", "sort_name", "id"], name="contact_by_language", condition=~Q(language="")),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save all but `reach`, which the database may have moved on since this object was read."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = {field.name for field in kept_fields(Contact) if not field.primary_key}
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        name = f"{self.given_name} {self.family_name}".strip()
        return name or gettext("Erased person %(number)s") % {"number": self.pk}

    @property
    def told_apart_by(self) -> str:
        """Their work and our number; nobody is told apart by where they live."""
        return " · ".join(part for part in (self.job_title, self.employer, f"#{self.pk}") if part)

    def get_absolute_url(self) -> str:
        """The person's page."""
        return reverse("contacts:detail", args=[self.pk])


class Reach(TrackedModel, Archivable):
    """Base of what reaches a person; `position` orders them, the first is used unless somebody says otherwise."""

    label = models.CharField(_("label"), max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(TrackedModel.Meta):
        abstract = True
        ordering = ("position", "pk")
        default_permissions = ("view",)


class ContactEmail(Reach):
    """An e-mail address of a person, in small letters; a service that cannot deliver to it says so here."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="emails", verbose_name=_("contact"))
    address = models.EmailField(_("e-mail"), max_length=254)
    bounced_at = models.DateTimeField(_("bounced"), null=True, blank=True, editable=False)
    suppressed_at = models.DateTimeField(_("suppressed"), null=True, blank=True, editable=False)

    objects: ClassVar[ReachQuerySet] = ReachQuerySet.as_manager()  # type: ignore[assignment]
    history = History()

    class Meta(Reach.Meta):
        verbose_name = _("e-mail address")
        verbose_name_plural = _("e-mail addresses")
        constraints = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["contact", "address"],
                condition=Q(archived_at__isnull=True),
                name="email_once_per_contact",
                violation_error_message=_("This person has this e-mail address already."),
            ),
        ]
        indexes = [
            *Archivable.Meta.indexes,
            models.Index(fields=["address"], name="contact_by_email", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["contact"], name="contact_by_bounce", condition=Q(bounced_at__isnull=False)),
            models.Index(fields=["contact"], name="contact_by_suppression", condition=Q(suppressed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def is_usable(self) -> bool:
        """Whether mail to it is worth sending: neither bounced nor suppressed."""
        return self.bounced_at is None and self.suppressed_at is None


class ContactPhone(Reach):
    """A telephone number of a person, kept as E.164."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="phones", verbose_name=_("contact"))
    number = PhoneNumberField(_("phone"))

    objects: ClassVar[ReachQuerySet] = ReachQuerySet.as_manager()  # type: ignore[assignment]
    history = History()

    class Meta(Reach.Meta):
        verbose_name = _("phone number")
        verbose_name_plural = _("phone numbers")
        constraints = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["contact", "number"],
                condition=Q(archived_at__isnull=True),
                name="phone_once_per_contact",
                violation_error_message=_("This person has this number already."),
            ),
        ]
        indexes = [*Archivable.Meta.indexes, models.Index(fields=["number"], name="contact_by_phone")]

    def __str__(self) -> str:
        return self.number.as_international if self.number else ""

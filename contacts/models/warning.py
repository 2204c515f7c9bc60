"""Warnings and blocks on a customer, a person or a place, and what was decided in spite of them."""

from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts.models.contact import Contact
from contacts.querysets import WarningQuerySet
from crm.changes.tracked import History, TrackedModel
from customers.models import Customer
from sites.models import Site


class Level(models.TextChoices):
    """How much a warning stands in the way, mildest first."""

    INFO = "info", _("Information")
    WARNING = "warning", _("Warning")
    BLOCK = "block", _("Block")


class GatedAction(models.TextChoices):
    """What is done for customers only past the gate."""

    JOB = "job", _("Appointments and jobs")
    OPPORTUNITY = "opportunity", _("Opportunities")
    QUOTE = "quote", _("Quotes and orders")
    INVOICE = "invoice", _("Invoices")


def every_action() -> list[str]:
    """A new warning stands in front of everything."""
    return list(GatedAction.values)


class Warning(TrackedModel):
    """A message that stands before what staff do for a customer, until a day or until somebody lifts it.

    On exactly one of a customer, a person or a site.
    """

    customer_path = "customer_id"

    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="warnings", verbose_name=_("customer")
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="warnings", verbose_name=_("contact")
    )
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="warnings", verbose_name=_("site")
    )
    level = models.CharField(_("level"), max_length=8, choices=Level.choices, default=Level.WARNING)
    actions = ArrayField(
        models.CharField(max_length=12, choices=GatedAction.choices), verbose_name=_("before"), default=every_action
    )
    message = models.TextField(_("message"), help_text=_("Colleagues read it before they act."))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The last day; empty means until somebody lifts it.")
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("lifted by"),
    )

    objects: ClassVar[WarningQuerySet] = WarningQuerySet.as_manager()  # type: ignore[assignment]
    history = History()

    class Meta(TrackedModel.Meta):
        verbose_name = _("warning")
        verbose_name_plural = _("warnings")
        ordering = ("-pk",)
        permissions = [("override_warning", _("Can act in spite of a block"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(customer__isnull=False, contact__isnull=True, site__isnull=True)
                | Q(customer__isnull=True, contact__isnull=False, site__isnull=True)
                | Q(customer__isnull=True, contact__isnull=True, site__isnull=False),
                name="warning_on_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(message=""),
                name="warning_says_something",
                violation_error_message=_("Say what colleagues must know."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="warning_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.message

    def get_absolute_url(self) -> str:
        """The page of what it stands on."""
        return self.target.get_absolute_url()

    @property
    def target(self) -> Customer | Contact | Site:
        """What it stands on."""
        found = self.customer or self.contact or self.site
        if found is None:
            raise RuntimeError("A warning stands on something: the database sees to it.")
        return found

    @property
    def stands_before(self) -> list[str]:
        """What it stands before, in words."""
        return [str(GatedAction(action).label) for action in self.actions]


def strictest_first(warnings: Iterable[Warning]) -> list[Warning]:
    """Blocks, then warnings, then information; those of one level in the order given."""
    return sorted(warnings, key=lambda each: Level.values.index(each.level), reverse=True)


class WarningDecision(TrackedModel):
    """Somebody read a warning, or overrode a block, and acted; what was done has the same change set."""

    customer_path = "customer_id"
    undoable = False  # that somebody read it stays true

    warning = models.ForeignKey(Warning, models.PROTECT, related_name="decisions", verbose_name=_("warning"))
    action = models.CharField(_("action"), max_length=12, choices=GatedAction.choices)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    level = models.CharField(_("level"), max_length=8, choices=Level.choices)
    message = models.TextField(_("message"))
    reason = models.TextField(_("reason for acting in spite of it"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )

    history = History()

    class Meta(TrackedModel.Meta):
        verbose_name = _("decision on a warning")
        verbose_name_plural = _("decisions on warnings")
        ordering = ("-pk",)
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=~Q(level=Level.BLOCK) | ~Q(reason=""), name="override_has_a_reason")
        ]

    def __str__(self) -> str:
        return self.message

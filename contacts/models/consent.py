"""What a person agreed to, or refused, for each purpose: a row a decision, none ever changed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from contacts.models.contact import Contact
from contacts.querysets import ConsentQuerySet
from crm.changes.tracked import History, TrackedModel


class Purpose(models.TextChoices):
    """What personal data are used for beyond serving the customer."""

    NEWS_BY_EMAIL = "news_by_email", _("News and offers by e-mail")
    OFFERS_BY_PHONE = "offers_by_phone", _("Offers by phone")
    SURVEYS = "surveys", _("Surveys")
    REFERENCE = "reference", _("Being named as a reference")


class Basis(models.TextChoices):
    """The lawful basis, article 6 (1) GDPR."""

    CONSENT = "consent", _("Consent")
    CONTRACT = "contract", _("Contract")
    OBLIGATION = "obligation", _("Legal obligation")
    INTEREST = "interest", _("Legitimate interest")


class Source(models.TextChoices):
    """How the person told us."""

    PHONE = "phone", _("By phone")
    EMAIL = "email", _("By e-mail")
    PAPER = "paper", _("On paper")
    WEB = "web", _("On a web page")
    IN_PERSON = "in_person", _("In person")
    IMPORT = "import", _("From another system")


class Consent(TrackedModel):
    """One decision of a person about one purpose; the newest of a purpose is the one that counts."""

    owner_path = "contact_id"
    undoable = False  # what a person decided is answered by another decision

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="consents", verbose_name=_("contact"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    granted = models.BooleanField(_("agreed"))
    basis = models.CharField(_("lawful basis"), max_length=12, choices=Basis.choices, default=Basis.CONSENT)
    source = models.CharField(_("told us"), max_length=12, choices=Source.choices)
    decided_at = models.DateTimeField(_("decided"))
    text_version = models.CharField(
        _("version of the text"), max_length=60, blank=True, help_text=_("Which wording the person was shown.")
    )
    note = models.CharField(_("remark"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )

    objects: ClassVar[ConsentQuerySet] = ConsentQuerySet.as_manager()  # type: ignore[assignment]
    history = History()

    class Meta(TrackedModel.Meta):
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("-decided_at", "-pk")
        default_permissions = ("view", "add")
        constraints = [
            models.CheckConstraint(
                condition=~Q(basis=Basis.CONSENT, granted=True) | ~Q(text_version=""),
                name="consent_to_a_text",
                violation_error_message=_("Say which wording the person agreed to."),
            )
        ]
        indexes = [models.Index(fields=["contact", "purpose", "-decided_at", "-id"], name="latest_consent")]

    def __str__(self) -> str:
        return gettext("%(label)s: %(value)s") % {"label": self.get_purpose_display(), "value": self.answer}

    @property
    def answer(self) -> str:
        """The decision in a word."""
        return pgettext("consent", "agreed") if self.granted else pgettext("consent", "refused")

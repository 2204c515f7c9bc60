"""The certificate of an erasure: what was erased of a person, what is kept until when, and why."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contacts.models.contact import Contact
from crm.changes.tracked import History, TrackedModel


class Erasure(TrackedModel):
    """A person's data were erased; it names the person by number alone.

    `lines` are the plan as it was carried out: `[{"what": …, "erased": 12, "kept_until": null, "why": …}]`.
    """

    undoable = False  # nobody can bring the values back,
    final = True  # and what goes with them must not come back without

    contact = models.OneToOneField(Contact, models.PROTECT, related_name="erasure", verbose_name=_("contact"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("erased by")
    )
    reason = models.TextField(_("reason"))
    lines = models.JSONField(_("what was done"), default=list)

    history = History()

    class Meta(TrackedModel.Meta):
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ("-pk",)
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(_("Certificate of erasure %(number)s") % {"number": self.contact_id})

    def get_absolute_url(self) -> str:
        """The certificate, to print."""
        return reverse("contacts:certificate", args=[self.contact_id])

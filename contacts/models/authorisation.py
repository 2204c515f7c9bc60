"""Who of a customer's people asked for something that was done."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.models.contact import Contact
from contacts.models.link import CustomerContact
from contacts.querysets import RIGHTS
from crm.changes.tracked import History, TrackedModel
from customers.models import Customer
from sites.models import Site

RIGHTS_IN_WORDS = [(name, CustomerContact._meta.get_field(name).verbose_name) for name in RIGHTS]  # type: ignore[union-attr]


class Authorisation(TrackedModel):
    """A person who may ask for something asked for it; what was done has the same change set.

    It stays true when the right is taken away, and when the person leaves.
    """

    customer_path = "customer_id"
    undoable = False  # that somebody asked for it stays true

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="authorisations", verbose_name=_("authorised by"))
    right = models.CharField(_("right"), max_length=20, choices=RIGHTS_IN_WORDS)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+", verbose_name=_("site"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("taken down by")
    )

    history = History()

    class Meta(TrackedModel.Meta):
        verbose_name = _("authorisation")
        verbose_name_plural = _("authorisations")
        ordering = ("-pk",)
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.contact}: {self.get_right_display()}"

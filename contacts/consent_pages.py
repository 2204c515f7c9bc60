"""The page that writes down what a person decided."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.actions import record_consent
from contacts.belongings import OfPerson
from contacts.forms import ConsentForm
from contacts.models import Consent
from crm.pages.edit import CreatePage
from crm.pages.page import Crumb, Text


class AddConsent(OfPerson, CreatePage):
    """A decision of the person of the address; none is ever changed, another one follows it."""

    queryset = Consent.objects.all()
    form_class = ConsentForm
    submit_label: Text = gettext_lazy("Write it down")

    @property
    def title(self) -> Text:  # type: ignore[override]
        """Whose."""
        return _("What %(person)s decided") % {"person": self.contact}

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """Contacts › the person."""
        return [
            Crumb(_("Contacts"), reverse("contacts:list")),
            Crumb(str(self.contact), self.contact.get_absolute_url()),
        ]

    def perform(self, *, by: Any, **values: Any) -> Consent:
        """Keep it."""
        return record_consent(self.contact, by=by, **values)

    def done(self, record: Consent) -> str:
        """Whose decision."""
        return _("The decision of %(person)s was written down.") % {"person": self.contact}

    def after(self, record: Consent) -> str:
        """Back to the person."""
        return self.contact.get_absolute_url()

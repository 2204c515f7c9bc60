"""The page that writes down what a person decided."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.actions import record_consent
from contacts.forms import ConsentForm
from contacts.models import Consent, Contact
from crm.pages.edit import CreatePage
from crm.pages.page import Crumb, Text


class AddConsent(CreatePage):
    """A decision of the person of the address; none is ever changed, another one follows it."""

    queryset = Consent.objects.all()
    form_class = ConsentForm
    submit_label: Text = gettext_lazy("Write it down")  # type: ignore[assignment]

    @cached_property
    def contact(self) -> Contact:
        """The person, if the user may see them."""
        visible = Contact.objects.visible_to(self.request.user)
        return get_object_or_404(visible.live(), pk=self.kwargs["contact_pk"])

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

    def perform(self, *, by: Any, **values: Any) -> Consent:  # type: ignore[override]
        """Keep it."""
        return record_consent(self.contact, by=by, **values)

    def after(self, record: Consent) -> str:
        """Back to the person."""
        return self.contact.get_absolute_url()

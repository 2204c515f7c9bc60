"""A person's rights: everything held about them in a file, and its erasure with a certificate."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.actions import disclose_contact, erase_contact
from contacts.forms import EraseForm
from contacts.models import Contact, Erasure
from contacts.privacy.holding import plan_of
from crm.pages.edit import RecordFormPage
from crm.pages.page import ObjectPage, Text, htmx_redirect


class Disclosure(ObjectPage):
    """The zip with everything that is held about a person; handing it over is recorded, so it takes a form."""

    queryset = Contact.objects.filter(erased_at__isnull=True)
    permission = "contacts.disclose_contact"
    title = gettext_lazy("All data")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The file."""
        contact = self.get_object()
        content = disclose_contact(contact, by=self.request.user)
        file = f'attachment; filename="person-{contact.pk}.zip"'
        headers = {"Content-Disposition": file, "Cache-Control": "no-store"}
        return HttpResponse(content, content_type="application/zip", headers=headers)


class ErasePage(RecordFormPage):
    """The plan, field by field, and the button."""

    queryset = Contact.objects.filter(erased_at__isnull=True).select_related("individual")
    permission = "contacts.erase_contact"
    form_class: ClassVar[Any] = EraseForm
    template_name = "contacts/erase.html"
    submit_label: Text = gettext_lazy("Erase now")
    submit_class = "btn-danger"
    object: Contact

    @property
    def title(self) -> Text:  # type: ignore[override]
        """Whose data."""
        return _("Erase the data of %(person)s") % {"person": self.object}

    def form_context(self, form: Any) -> dict[str, Any]:
        """The plan."""
        plan = plan_of(self.object)
        return {"erased": [each for each in plan if not each.is_kept], "kept": [each for each in plan if each.is_kept]}

    def carry_out(self, form: Any) -> HttpResponseBase:
        """Erase, and show the certificate."""
        certificate = erase_contact(self.object, by=self.request.user, **form.cleaned_data)
        return htmx_redirect(self.request, certificate.get_absolute_url())


class Certificate(ObjectPage):
    """The certificate, to print; it names nobody."""

    queryset = Contact.objects.filter(erased_at__isnull=False)
    permission = "contacts.view_erasure"
    template_name = "contacts/certificate.html"

    @property
    def title(self) -> Text:  # type: ignore[override]
        """Its number."""
        return str(self.certificate)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page."""
        self.object = self.get_object()
        self.certificate = get_object_or_404(Erasure.objects.select_related("by"), contact=self.object)
        return self.render(certificate=self.certificate)

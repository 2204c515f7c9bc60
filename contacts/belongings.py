"""Pages of what ties people to a customer."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.actions import add_contact, change_link, link_contact, restore_link, unlink_contact
from contacts.forms import LinkForm, NewContactOfForm
from contacts.models import RIGHTS, Contact, CustomerContact
from crm.pages.page import Page, Text
from customers.belongings import AddPage, ChangePage, DoPage

OF_LINK = (*RIGHTS, "types", "sites", "primary")
FOUND_AT_MOST = 6
READ_AT_MOST = 5 * FOUND_AT_MOST


class OfPerson(Page):
    """A page about the person whose key stands in the address."""

    @cached_property
    def contact(self) -> Contact:
        """The person, if the user may see them."""
        visible = Contact.objects.visible_to(self.request.user)
        return get_object_or_404(visible.live(), pk=self.kwargs["contact_pk"])


class AddToCustomer(AddPage):
    """Adds a person to the customer of the address."""

    queryset = CustomerContact.objects.all()
    permission = "contacts.add_contact"
    submit_label: Text = gettext_lazy("Add contact")

    def form_arguments(self) -> dict[str, Any]:
        """Whose contact it will be."""
        return {"customer": self.customer}

    def done(self, record: CustomerContact) -> str:
        """Who is whose contact; read out by their names it would sound like two people."""
        return _("%(person)s is a contact of %(customer)s now.") % {"person": record.contact, "customer": self.customer}


class AddContact(AddToCustomer):
    """A new person for a customer; beside the form those we know who may be the same."""

    form_class = NewContactOfForm
    template_name = "contacts/new.html"
    title = gettext_lazy("New contact")

    def perform(self, *, by: Any, **values: Any) -> CustomerContact:
        """The person and the link."""
        link = {name: values.pop(name) for name in OF_LINK if name in values}
        return add_contact(self.customer, by=by, link=link, **values)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form; for htmx, and under `?find=`, the people who may be meant."""
        if self.is_partial:
            return self.render("contacts/_known.html", known=self.known(request.GET))
        return super().get(request, *args, **kwargs)

    def form_context(self, form: Any) -> dict[str, Any]:
        """Whom we know, of what was typed."""
        typed = form.data if form.is_bound else self.request.GET
        return {**super().form_context(form), "known": self.known(typed)}

    def known(self, typed: Any) -> list[Contact]:
        """Live people who match what was typed and do not serve this customer yet; the address decides first."""
        texts = [" ".join(filter(None, (typed.get("given_name"), typed.get("family_name"))))]
        texts = [*(typed.getlist("emails") + typed.getlist("phones")), typed.get("find") or "", *texts]
        others = Contact.objects.visible_to(self.request.user).live().with_reach()
        others = others.exclude(pk__in=Contact.objects.of_customer(self.customer.pk).values("pk"))
        found: dict[int, Contact] = {}
        for text in texts:
            if len(text.strip()) >= 3 and len(found) < FOUND_AT_MOST:
                rows = others.matching(text[:200]).order_by()[:READ_AT_MOST]  # in order, it would walk all names
                found |= {each.pk: each for each in sorted(rows, key=lambda each: each.sort_name)}
        return list(found.values())[:FOUND_AT_MOST]


class LinkContact(OfPerson, AddToCustomer):
    """Somebody we know becomes a contact of a further customer."""

    form_class = LinkForm

    @property
    def title(self) -> Text:  # type: ignore[override]
        """Who for whom."""
        return _("%(person)s as a contact of %(customer)s") % {"person": self.contact, "customer": self.customer}

    def perform(self, *, by: Any, **values: Any) -> CustomerContact:
        """The link."""
        return link_contact(self.contact, by=by, customer=self.customer, **values)


class EditLink(ChangePage):
    """Types, rights and sites of a contact."""

    queryset = CustomerContact.objects.live().select_related("customer", "contact")
    permission = "contacts.change_contact"
    form_class = LinkForm
    perform = staticmethod(change_link)

    @property
    def title(self) -> Text:  # type: ignore[override]
        """Whose part with whom."""
        link: Any = self.object
        return _("What %(person)s may do for %(customer)s") % {"person": link.contact, "customer": link.customer}

    def done(self, record: CustomerContact) -> str:
        """Of whom, with which customer."""
        names = {"person": record.contact, "customer": record.customer}
        return _("What %(person)s may do for %(customer)s was saved.") % names


class DoLink(DoPage):
    """Take a contact off a customer, bring them back, make them the primary one."""

    queryset = CustomerContact.objects.select_related("customer", "contact")
    permission = "contacts.change_contact"
    verbs = {
        "remove": (unlink_contact, gettext_lazy("The contact was taken off this customer.")),
        "restore": (restore_link, gettext_lazy("The contact is back.")),
        "primary": (
            lambda link, *, by: change_link(link, by=by, primary=True),
            gettext_lazy("This is the primary contact now."),
        ),
    }

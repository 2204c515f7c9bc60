"""The pages of people: list, record, new, edit."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from contacts.actions import change_contact, create_contact
from contacts.filters import ContactFilter
from contacts.forms import ContactForm
from contacts.models import Contact, CustomerContact
from contacts.pages import ON_LIST, ON_PAGE
from contacts.tables import ContactTable
from crm.pages.detail import DetailPage
from crm.pages.edit import CreatePage, EditPage
from crm.pages.lists import ListPage
from crm.pages.searched import SearchedListing


class ContactList(ListPage):
    """All people."""

    queryset = Contact.objects.all()
    table_class = ContactTable
    filterset_class = ContactFilter
    listing_class = SearchedListing
    bulk_actions = ON_LIST
    empty_text = _("The people you talk to: at companies, in families, at firms that work for your customers.")
    empty_icon = "address-book"


class ContactPage(DetailPage):
    """One person."""

    queryset = Contact.objects.for_page()
    actions = ON_PAGE
    header_template_name = "contacts/_header.html"


class NewContact(CreatePage):
    """A person who is no customer's contact yet."""

    queryset = Contact.objects.all()
    form_class = ContactForm
    perform = staticmethod(create_contact)


class EditContact(EditPage):
    """A person's values."""

    queryset = Contact.objects.live()
    form_class = ContactForm
    perform = staticmethod(change_contact)

    def form_arguments(self) -> dict[str, Any]:
        """Numbers without a country code are read as those of the customer."""
        contact = self.get_object()
        link = CustomerContact.objects.live().filter(contact=contact).select_related("customer").first()
        return {"instance": contact, "country": str(link.customer.country) if link else ""}

"""How the global search finds people: by any name, address or number."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from crm.pages.marks import international
from crm.pages.reading import with_cells
from crm.search.ranking import best_of
from crm.search.registry import Hit, SearchSource

NAMED = ("given_name", "family_name", "job_title", "archived_at")
SHOWN = ("shown_links", "shown_phone")


def find_contacts(user: Any, text: str, limit: int) -> list[Hit]:
    """People for the global search, with whom they serve and their first number."""
    rows = Contact.objects.visible_to(user).matching(text).order_by().only(*NAMED)[: limit * 5]
    best = best_of(rows, text, lambda each: (str(each), each.family_name), limit=limit)
    told = with_cells(Contact.objects.filter(pk__in=[contact.pk for contact in best]), SHOWN) if best else ()
    shown = {contact.pk: contact for contact in told}
    return [_hit(contact, shown[contact.pk]) for contact in best if contact.pk in shown]


def _hit(contact: Contact, shown: Any) -> Hit:
    customers = ", ".join(link["customer"] for link in shown.shown_links[:2])
    phone = international(shown.shown_phone["number"]) if shown.shown_phone else ""
    return Hit(
        title=str(contact),
        subtitle=" · ".join(part for part in (customers, contact.job_title, phone) if part),
        url=contact.get_absolute_url(),
        icon="address-book",
        archived=contact.is_archived,
    )


SEARCH = SearchSource(
    "contacts", _("Contacts"), "contacts.view_contact", find_contacts, list_url_name="contacts:list", position=30
)

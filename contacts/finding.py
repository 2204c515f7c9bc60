"""How the global search finds people: by any name, address or number."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from crm.search.ranking import best_of
from crm.search.registry import Hit, SearchSource

NAMED = ("given_name", "family_name", "job_title", "archived_at")


def find_contacts(user: Any, text: str, limit: int) -> list[Hit]:
    """People for the global search, with whom they serve and their first number."""
    rows = Contact.objects.visible_to(user).matching(text).order_by().only(*NAMED)[: limit * 5]
    best = best_of(rows, text, lambda each: (str(each), each.family_name), limit=limit)
    prefetch_related_objects(best, *Contact.objects.all().reach("links", "phones"))
    return [_hit(contact) for contact in best]


def _hit(contact: Any) -> Hit:
    customers = ", ".join(link.customer.name for link in contact.live_links[:2])
    phone = next((each.number.as_international for each in contact.live_phones), "")
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

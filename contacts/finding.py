"""How the global search finds people: by any name, address or number."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from crm.search.registry import Hit, SearchSource
from crm.text import fold


def find_contacts(user: Any, text: str, limit: int) -> list[Hit]:
    """People for the global search, archived ones last; whose name begins so stands first."""
    rows = list(Contact.objects.visible_to(user).matching(text).order_by().with_reach()[: limit * 5])
    wanted = fold(text).strip()

    def rank(contact: Contact) -> tuple[bool, bool, str]:
        names = (fold(str(contact)), fold(contact.family_name))
        return (contact.is_archived, not any(name.startswith(wanted) for name in names), names[0])

    return [_hit(contact) for contact in sorted(rows, key=rank)[:limit]]


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

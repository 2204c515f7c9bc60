"""The columns of the list of contacts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from contacts import exported
from contacts.models import RIGHTS, Contact
from crm.pages.tables import Attached, Column, Table

NAMED = ("given_name", "family_name", "job_title", "employer", "archived_at")
OF_LINKS = ("shown_links",)
ADDRESS = ("line1", "line2", "postal_code", "city", "state")


def _first_types(contact: Any) -> tuple[Any, ...]:
    """Whether they are the primary contact of their first customer, their types there, how many other customers."""
    links = contact.shown_links
    return (links[0]["primary"], tuple(links[0]["types"]), len(links) - 1) if links else ()


def _first_rights(contact: Any) -> tuple[Any, ...]:
    """The rights they have with their first customer, in the order of RIGHTS, and how many other customers."""
    links = contact.shown_links
    return (*(links[0][right] for right in RIGHTS), len(links) - 1) if links else ()


def _in_a_line(contact: Contact) -> str:
    return ", ".join(part for part in (contact.line1, contact.line2, contact.postal_code, contact.city) if part)


class ContactTable(Table):
    """Who it is, for whom, and how to reach them."""

    cells = "contacts/cells.jinja"

    name = Column(_("Name"), sort="sort_name", card="name", accessor="pk", export=exported.NAME, reads=NAMED)
    customers = Column(_("Customers"), card="second", accessor="pk", export=exported.CUSTOMERS, reads=OF_LINKS)
    types = Column(_("Types"), accessor="pk", export=exported.TYPES, reads=OF_LINKS, made_of=_first_types)
    phones = Column(_("Phone"), card="phone", accessor="pk", export=exported.PHONES, reads=("shown_phone",))
    emails = Column(_("E-mail"), accessor="pk", export=exported.EMAILS, reads=("shown_email",))
    rights = Column(_("May"), accessor="pk", export=exported.RIGHTS_HELD, reads=OF_LINKS, made_of=_first_rights)
    number = Column(_("Our number"), accessor="pk", shown=False)
    customer_number = Column(
        _("Customer number"), accessor="pk", export=exported.CUSTOMER_NUMBER, reads=OF_LINKS, shown=False
    )
    primary = Column(_("Primary contact"), accessor="pk", export=exported.PRIMARY, reads=OF_LINKS, shown=False)
    emails_labelled = Column(
        _("E-mail with labels"), accessor="pk", export=exported.LABELLED_EMAILS, reads=("shown_email",), shown=False
    )
    phones_labelled = Column(
        _("Phone with labels"), accessor="pk", export=exported.LABELLED_PHONES, reads=("shown_phone",), shown=False
    )
    given_name = Column(shown=False)
    family_name = Column(shown=False)
    job_title = Column(shown=False)
    employer = Column(shown=False)
    external_number = Column(shown=False)
    language = Column(shown=False)
    line1 = Column(shown=False)
    line2 = Column(shown=False)
    postal_code = Column(shown=False)
    city = Column(shown=False)
    state = Column(shown=False)
    country = Column(shown=False)
    addresses = Column(_("Addresses below"), attached=True, accessor="line1", reads=ADDRESS, shown=False)
    created_at = Column(_("Created"), sort="pk", reads=("created_at",), shown=False)

    @classmethod
    def attached_to(cls, listing: Any) -> Mapping[int, Sequence[Attached]]:
        """The private address, where it is chosen among the columns; nobody is searched for by where they live."""
        if "addresses" not in listing.columns:
            return {}
        rows = [each for each in listing.window.rows if each.has_address]
        return {
            each.pk: [Attached("home", str(_("Private address")), _in_a_line(each), each.get_absolute_url())]
            for each in rows
        }

    class Meta(Table.Meta):
        order_by = "name"

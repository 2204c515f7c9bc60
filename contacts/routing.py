"""Who is told of an event: a pure question, answered with its reasons.

In this order, and the first that finds somebody decides:
1. the live contacts with a type that receives the event and that answer for the site, all of them;
2. the primary contact;
3. the customer's own e-mail address.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from contacts.models import Contact, ContactEmail, CustomerContact, Event
from contacts.models.type import OUTAGES
from customers.models import Customer
from customers.rules import allows
from sites.models import Site


@dataclass(frozen=True, slots=True)
class Recipient:
    """An address that is told, and why; `contact` is None for the customer's own address."""

    address: str
    because: str
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A contact who is not told, and why."""

    contact: Contact
    why: str


@dataclass(slots=True)
class Routing:
    """Who is told, who is not, and, where nobody is, the reason."""

    recipients: list[Recipient] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    nobody_because: str = ""


def route(customer: Customer, event: str, *, site: Site | None = None) -> Routing:
    """Who would be told of an event about a customer, or about one of its sites. At most six statements."""
    return route_among(links_of(customer), customer, event, site=site)


def links_of(customer: Customer) -> list[CustomerContact]:
    """The live contacts of a customer with what routing asks of them."""
    return list(CustomerContact.objects.live().filter(customer=customer).for_page())


def route_among(links: list[CustomerContact], customer: Customer, event: str, *, site: Site | None = None) -> Routing:
    """The same for contacts that were read already: asking about every event costs no further statement."""
    event = Event(event)
    routing = Routing()
    if reason := _forbidden(customer, event):
        routing.nobody_because = reason
        return routing
    _add_receivers(routing, links, event, site)
    if not routing.recipients:
        _fall_back(routing, customer, links)
    if not routing.recipients:
        routing.nobody_because = _(
            "No contact has a type that receives this and a usable e-mail address, there is no primary contact with "
            "one, and the customer has no e-mail address of its own."
        )
    return routing


def usable_email(contact: Contact) -> ContactEmail | None:
    """The first address of a person that mail reaches; `contact.live_emails` is read where it is at hand."""
    emails: Sequence[ContactEmail] | None = getattr(contact, "live_emails", None)
    found = contact.emails.filter(archived_at__isnull=True) if emails is None else emails
    return next((each for each in found if each.is_usable), None)


def _forbidden(customer: Customer, event: str) -> str:
    if customer.is_archived:
        return _("%(customer)s is archived.") % {"customer": customer}
    if event in OUTAGES and not allows(customer, "sends_outage_notices"):
        return _("The status “%(status)s” gets no outage notices.") % {"status": customer.status}
    return ""


def _add_receivers(routing: Routing, links: list[CustomerContact], event: str, site: Site | None) -> None:
    for link in links:
        types = [each for each in link.types.all() if event in each.receives]
        if not types:
            routing.left_out.append(LeftOut(link.contact, _("None of their types receives this.")))
        elif site and (covered := list(link.sites.all())) and site not in covered:
            routing.left_out.append(LeftOut(link.contact, _("They answer for other sites.")))
        else:
            because = _("Their type “%(type)s” receives this.") % {"type": types[0]}
            _add(routing, link.contact, because)


def _fall_back(routing: Routing, customer: Customer, links: list[CustomerContact]) -> None:
    """The primary contact, else the customer's own address."""
    primary = next((link.contact for link in links if link.primary), None)
    if primary is not None and usable_email(primary):
        routing.left_out = [each for each in routing.left_out if each.contact != primary]
        _add(routing, primary, _("The primary contact, as no contact with a fitting type can be reached."))
    elif customer.email:
        because = _("The customer's own address, as no contact can be reached.")
        routing.recipients.append(Recipient(customer.email, because))


def _add(routing: Routing, contact: Contact, because: str) -> None:
    if email := usable_email(contact):
        routing.recipients.append(Recipient(email.address, because, contact))
        return
    emails = getattr(contact, "live_emails", ())
    why = _("Mail to their address is returned or refused.") if emails else _("They have no e-mail address.")
    routing.left_out.append(LeftOut(contact, why))

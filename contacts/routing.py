"""Who is told of an event: a pure question, answered with its reasons.

In this order, and the first that finds somebody decides:
1. the live contacts with a type that receives the event and that answer for the site, all of them;
2. the primary contact;
3. the customer's own e-mail address.
An address is told once, and never where mail to it came back or somebody wants none there, whoever else has it too.
"""

from dataclasses import dataclass, field

from django.db.models import Q
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


@dataclass(frozen=True, slots=True)
class Audience:
    """A customer's live contacts with what routing asks of them, and the addresses that no mail goes to."""

    customer: Customer
    links: list[CustomerContact]
    refused: frozenset[str]

    def usable(self, contact: Contact) -> str:
        """The first address of a contact that mail reaches; empty for none."""
        addresses = (each.address for each in contact.live_emails)  # type: ignore[attr-defined]
        return next((each for each in addresses if each not in self.refused), "")


def route(customer: Customer, event: str, *, site: Site | None = None) -> Routing:
    """Who would be told of an event about a customer, or about one of its sites. At most seven statements."""
    return route_among(audience_of(customer), event, site=site)


def audience_of(customer: Customer) -> Audience:
    """The live contacts of a customer with what routing asks of them."""
    links = list(CustomerContact.objects.live().filter(customer=customer).for_page())
    addresses = {each.address for link in links for each in link.contact.live_emails}  # type: ignore[attr-defined]
    addresses |= {customer.email.lower()} - {""}
    unusable = ContactEmail._base_manager.filter(address__in=addresses, archived_at__isnull=True).filter(
        Q(bounced_at__isnull=False) | Q(suppressed_at__isnull=False)
    )
    return Audience(customer, links, frozenset(unusable.values_list("address", flat=True) if addresses else ()))


def route_among(audience: Audience, event: str, *, site: Site | None = None) -> Routing:
    """The same for contacts that were read already: asking about every event costs no further statement."""
    event = Event(event)
    routing = Routing()
    if reason := _forbidden(audience.customer, event):
        routing.nobody_because = reason
        return routing
    _add_receivers(routing, audience, event, site)
    if not routing.recipients:
        _fall_back(routing, audience)
    if not routing.recipients:
        routing.nobody_because = _(
            "No contact has a type that receives this and a usable e-mail address, there is no primary contact with "
            "one, and the customer has no e-mail address of its own."
        )
    return routing


def _forbidden(customer: Customer, event: str) -> str:
    if customer.is_archived:
        return _("%(customer)s is archived.") % {"customer": customer}
    if event in OUTAGES and not allows(customer, "sends_outage_notices"):
        return _("The status “%(status)s” gets no outage notices.") % {"status": customer.status}
    return ""


def _add_receivers(routing: Routing, audience: Audience, event: str, site: Site | None) -> None:
    for link in audience.links:
        types = [each for each in link.types.all() if event in each.receives]
        if not types:
            routing.left_out.append(LeftOut(link.contact, _("None of their types receives this.")))
        elif site and (covered := list(link.sites.all())) and site not in covered:
            routing.left_out.append(LeftOut(link.contact, _("They answer for other sites.")))
        else:
            because = _("Their type “%(type)s” receives this.") % {"type": types[0]}
            _add(routing, audience, link.contact, because)


def _fall_back(routing: Routing, audience: Audience) -> None:
    """The primary contact, else the customer's own address."""
    primary = next((link.contact for link in audience.links if link.primary), None)
    own = audience.customer.email.lower()
    if primary is not None and audience.usable(primary):
        routing.left_out = [each for each in routing.left_out if each.contact != primary]
        _add(routing, audience, primary, _("The primary contact, as no contact with a fitting type can be reached."))
    elif own and own not in audience.refused:
        because = _("The customer's own address, as no contact can be reached.")
        routing.recipients.append(Recipient(audience.customer.email, because))


def _add(routing: Routing, audience: Audience, contact: Contact, because: str) -> None:
    address = audience.usable(contact)
    if not address:
        emails = contact.live_emails  # type: ignore[attr-defined]
        why = _("Mail to their address is returned or refused.") if emails else _("They have no e-mail address.")
        routing.left_out.append(LeftOut(contact, why))
    elif address in {each.address for each in routing.recipients}:
        routing.left_out.append(LeftOut(contact, _("Their address is told already.")))
    else:
        routing.recipients.append(Recipient(address, because, contact))

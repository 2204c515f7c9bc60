"""The steps of taking on a customer; each saves by itself, so they can be left and taken up again at any time."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts.on_customers import PEOPLE
from customers.models import Customer
from sites.panels import SITES


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is made, how many there are (the step is done from one on), and the page that makes one."""

    slug: str
    label: str | Promise
    hint: str | Promise
    count: Callable[[Customer], int]
    url: Callable[[Customer], str]
    permission: str
    position: int


_steps: list[Step] = []


def register_step(step: Step) -> None:
    """Add a step; called in `ready()` of the app whose noun it makes."""
    _steps.append(step)
    _steps.sort(key=lambda each: each.position)


def steps() -> list[Step]:
    """All steps after the customer itself, in order."""
    return list(_steps)


def guided_url(customer: Customer) -> str:
    """The page of the steps of one customer."""
    return reverse("contacts:guided", args=[customer.pk])


def add_contact_url(customer: Customer) -> str:
    """The form of a new contact, which leads back to the steps."""
    return _and_back(reverse("contacts:add", args=[customer.pk]), customer)


def add_site_url(customer: Customer) -> str:
    """The form of a new site, which leads back to the steps."""
    return _and_back(f"{reverse('sites:create')}?customer={customer.pk}", customer)


def _and_back(url: str, customer: Customer) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode({'next': guided_url(customer)})}"


CONTACT = Step(
    "contact",
    _("Contact"),
    _("Whom you talk to, and what they may do."),
    PEOPLE.count,
    add_contact_url,
    "contacts.add_contact",
    10,
)
SITE = Step("site", _("Site"), _("Where the service is delivered."), SITES.count, add_site_url, "sites.add_site", 20)

"""The panels of a site's page, and what sites put on the page of their customer."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from crm.compiled import SAMPLE_KEY, Compiled
from crm.pages.detail import Panel, Tab
from customers.models import Customer
from sites.filters import SiteFilter
from sites.listing import SiteListing
from sites.models import Site
from sites.pluscodes import PRECISE_DIGITS, encode
from sites.tables import SiteTable

FIRST = 5  # sites on the customer's overview


def _place(site: Site, request: HttpRequest) -> dict[str, Any]:
    return {"precise_code": encode(site.latitude, site.longitude, PRECISE_DIGITS)}


def _nothing(site: Site, request: HttpRequest) -> dict[str, Any]:
    return {}


_first_of = Compiled(
    lambda customer: Site.objects.filter(customer=customer).live().for_list().order_by("sort_name", "pk")[: FIRST + 1],
    SAMPLE_KEY,
)


def first_sites(customer: Any) -> list[Site]:
    """The customer's first live sites and one more, read once for the panel and the number on the tab."""
    if "first_sites" not in vars(customer):
        customer.first_sites = _first_of(customer.pk)
    found: list[Site] = customer.first_sites
    return found


def count_sites(customer: Customer) -> int:
    """How many live sites the customer has."""
    found = len(first_sites(customer))
    return found if found <= FIRST else customer.sites.live().count()


def _of_customer(customer: Customer, request: HttpRequest) -> dict[str, Any]:
    found = first_sites(customer)
    return {"sites": found[:FIRST], "more": len(found) > FIRST, "may_add": _may_add(customer, request)}


def _tab_of_customer(customer: Customer, request: HttpRequest) -> dict[str, Any]:
    """The customer's sites as a list of their own: searched, sorted and paged."""
    visible = Site.objects.filter(customer=customer).visible_to(request.user)
    listing = SiteListing(visible, SiteFilter, SiteTable, request.GET.copy(), request.user)
    return {"listing": listing, "may_add": _may_add(customer, request)}


def _may_add(customer: Customer, request: HttpRequest) -> bool:
    return not customer.is_archived and request.user.has_perm("sites.add_site")


PLACE = Panel("place", _("Place"), "sites/_place.html", _place, position=10)
DETAILS = Panel("details", _("Details"), "sites/_details.html", _nothing, side=True, position=20)
NOTE = Panel("note", _("How to get there"), "sites/_note.html", _nothing, side=True, position=10)

CUSTOMER_PANEL = Panel("sites", _("Sites"), "sites/_of_customer.html", _of_customer, "sites.view_site", position=20)
CUSTOMER_TAB = Tab(
    "sites", _("Sites"), "sites/_customer_tab.html", _tab_of_customer, "sites.view_site", count=count_sites, position=10
)

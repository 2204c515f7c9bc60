"""The panels of a site's page, and what sites put on the page of their customer."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from crm.compiled import SAMPLE_KEY, Compiled
from crm.pages.detail import Panel, Tab
from crm.pages.few import FIRST, Few
from customers.models import Customer
from sites.filters import SiteFilter
from sites.listing import SiteListing
from sites.models import Site
from sites.pluscodes import PRECISE_DIGITS, encode
from sites.tables import SiteTable


def _place(site: Site, request: HttpRequest) -> dict[str, Any]:
    return {"precise_code": encode(site.latitude, site.longitude, PRECISE_DIGITS)}


def _nothing(site: Site, request: HttpRequest) -> dict[str, Any]:
    return {}


_first_of = Compiled(
    lambda customer: Site.objects.filter(customer=customer).live().for_list().order_by("sort_name", "pk")[: FIRST + 1],
    SAMPLE_KEY,
)


SITES = Few("sites", lambda customer: _first_of(customer.pk), lambda customer: customer.sites.live())


def _of_customer(customer: Customer, request: HttpRequest) -> dict[str, Any]:
    more = SITES.count(customer) > FIRST
    return {"sites": SITES.of(customer), "more": more, "may_add": _may_add(customer, request)}


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
    "sites", _("Sites"), "sites/_customer_tab.html", _tab_of_customer, "sites.view_site", count=SITES.count, position=10
)

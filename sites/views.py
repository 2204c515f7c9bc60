"""The pages of sites: list, record, new, edit."""

from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from crm.pages.detail import DetailPage
from crm.pages.edit import CreatePage, EditPage
from crm.pages.furniture import MenuButton
from crm.pages.lists import ListPage
from crm.pages.page import Crumb
from crm.text import whole_number
from customers.belongings import way_to
from customers.models import Customer
from sites.actions import change_site, create_site
from sites.filters import SiteFilter
from sites.forms import NewSiteForm, SiteForm
from sites.geocoders import Point
from sites.listing import AreaButton, SiteListing
from sites.lookup import middle_of_town
from sites.models import Site
from sites.pages import ON_LIST, ON_PAGE, ConfirmLocation
from sites.steps import SearchSteps
from sites.tables import SiteTable

CUSTOMERS_SHOWN = 20


class SiteList(ListPage):
    """All sites."""

    queryset = Site.objects.all()
    table_class = SiteTable
    filterset_class = SiteFilter
    listing_class: ClassVar[type[SiteListing]] = SiteListing
    bulk_actions = ON_LIST
    template_name = "sites/list.html"
    empty_text = _("The places where your services are delivered, each with its pin on the map.")
    empty_icon = "map-pin"

    @cached_property
    def buttons_of_filters(self) -> list[MenuButton]:
        """The filters as buttons; the three parameters of the circle count as one."""
        return [
            AreaButton(each.slug, each.label, each.held) if each.slug == "area" else each
            for each in super().buttons_of_filters
        ]


class SitePage(DetailPage):
    """One site."""

    queryset = Site.objects.for_page()
    actions = ON_PAGE
    header_template_name = "sites/_header.html"
    template_name = "sites/detail.html"

    @property
    def action_template_name(self) -> str:  # type: ignore[override]
        """Nobody says that a pin is right without seeing it."""
        return "sites/confirm_location.html" if self.action is ConfirmLocation else DetailPage.action_template_name


class NewSite(CreatePage, SearchSteps):
    """A further site of the customer that the address names; without one, the question which."""

    queryset = Site.objects.all()
    form_class = NewSiteForm
    template_name = "sites/form.html"

    @cached_property
    def customer(self) -> Customer:
        """The customer of `?customer=`; 404 where there is no such live one that the person may see."""
        customers = Customer.objects.visible_to(self.request.user).live()
        return get_object_or_404(customers, pk=whole_number(self.request.GET["customer"]) or 0)

    @property
    def is_for_somebody(self) -> bool:
        """Whether the address says whose site it will be."""
        return bool(self.request.GET.get("customer"))

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """Customers › the customer, or the list of sites."""
        return way_to(self.customer) if self.is_for_somebody else super().breadcrumbs

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form, or the customers to choose from."""
        return super().get(request, *args, **kwargs) if self.is_for_somebody else self.ask_whose()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Create the site; nothing can be created for nobody."""
        return super().post(request, *args, **kwargs) if self.is_for_somebody else self.ask_whose()

    @property
    def first_question(self) -> str:
        """The customer's own address, where the first site most often is."""
        if not self.customer.line1 or self.customer.sites.exists():
            return ""
        return ", ".join(self.customer.lines)

    @cached_property
    def start(self) -> Point | None:
        """What the map shows before there is a pin: the customer's town, where it is known."""
        return middle_of_town(self.customer.city, str(self.customer.country))

    def ask_whose(self) -> HttpResponseBase:
        """The live customers that were looked for."""
        text = self.request.GET.get("q", "")[:200]
        found = Customer.objects.visible_to(self.request.user).live().matching(text).only("name", "number", "city")
        return self.render("sites/whose.html", text=text, customers=found[:CUSTOMERS_SHOWN] if text.strip() else None)

    def form_arguments(self) -> dict[str, Any]:
        """Whose it will be."""
        return {"customer": self.customer}

    def perform(self, *, by: Any, **values: Any) -> Any:
        """Create it."""
        return create_site(self.customer, by=by, **values)


class EditSite(EditPage, SearchSteps):
    """A site's values."""

    queryset = Site.objects.select_related("customer")
    form_class = SiteForm
    template_name = "sites/form.html"
    conflict_template_name = "sites/conflict.html"
    perform = staticmethod(change_site)

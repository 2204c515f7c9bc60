"""Who would be told of each event about a customer, and why nobody would be."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from contacts.models import Event
from contacts.routing import audience_of, route_among
from crm.pages.page import Text
from customers.belongings import OfCustomer
from customers.models import Customer
from sites.models import Site


class WhoIsTold(OfCustomer):
    """A line an event, for the customer or for one of its sites (`?site=`)."""

    customers = Customer.objects.select_related("status")
    permission = "contacts.view_contact"
    template_name = "contacts/told.html"

    @cached_property
    def sites(self) -> list[Site]:
        """The places one may ask about."""
        return list(Site.objects.visible_to(self.request.user).live().filter(customer=self.customer)[:200])

    @property
    def title(self) -> Text:  # type: ignore[override]
        """Of whom."""
        return _("Who is told about %(customer)s") % {"customer": self.customer}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page."""
        asked = request.GET.get("site", "")
        site = next((each for each in self.sites if str(each.pk) == asked), None)
        audience = audience_of(self.customer)
        lines = [(event.label, route_among(audience, event, site=site)) for event in Event]
        reasons = {routing.nobody_because for _event, routing in lines}
        return self.render(
            lines=lines,
            site=site,
            nobody_because=reasons.pop() if len(reasons) == 1 else "",
            may_add=not self.customer.is_archived and request.user.has_perm("contacts.add_contact"),
        )

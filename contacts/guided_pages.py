"""Taking on a customer step by step: customer, contact, site, and what apps above add."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.guided import guided_url, steps
from crm.pages.page import Crumb, Text
from customers.belongings import OfCustomer
from customers.models import Customer
from customers.views import NewCustomer


class GuidedStart(NewCustomer):
    """The first step: the customer, by the same form as everywhere."""

    title = gettext_lazy("New customer, step by step")
    submit_label: Text = gettext_lazy("Create and go on")

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """The list of customers."""
        return [Crumb(_("Customers"), reverse("customers:list"))]

    def after(self, record: Customer) -> str:
        """The next step."""
        return guided_url(record)


class GuidedPage(OfCustomer):
    """What is done for a customer and what comes next."""

    permission = "customers.view_customer"
    template_name = "contacts/guided.html"

    @property
    def title(self) -> Text:  # type: ignore[override]
        """Whose steps."""
        return _("Next steps for %(customer)s") % {"customer": self.customer}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The steps, the first open one standing out."""
        user = self.request.user
        lines = [(step, step.count(self.customer), step.url(self.customer)) for step in steps()]
        allowed = [each for each in lines if user.has_perm(each[0].permission)]
        following = next((step.slug for step, count, _url in allowed if not count), "")
        return self.render(lines=allowed, following=following)

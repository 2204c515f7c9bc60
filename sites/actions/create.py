"""Creating a site."""

from typing import Any

from django.utils.translation import gettext as _

from crm.changes.action import action
from crm.changes.locking import locked
from crm.errors import DomainError
from customers.models import Customer
from sites.actions.values import set_site_values
from sites.models import Site
from sites.pluscodes import Degrees
from staff.models import User


@action
def create_site(
    customer: Customer,
    *,
    by: User,
    name: str,
    country: str,
    latitude: Degrees | None,
    longitude: Degrees | None,
    confirmed: bool = False,
    **values: Any,
) -> Site:
    """A new site of a customer, at coordinates in degrees.

    `confirmed` says that this person has looked at the pin. The region is the customer's unless `region` says
    otherwise. Raises DomainError for an archived customer, and naming the field of a bad or missing value.
    """
    customer = locked(customer)
    refuse_archived_customer(customer)
    site = Site(customer=customer, region=customer.region)
    values = {**values, "name": name, "country": country, "latitude": latitude, "longitude": longitude}
    if not values.get("region"):
        values.pop("region", None)
    set_site_values(site, values, by=by, confirmed=confirmed)
    site.save()
    return site


def refuse_archived_customer(customer: Customer) -> None:
    """Raise DomainError where a customer takes no new sites because it is archived."""
    if customer.is_archived:
        raise DomainError(
            _("%(name)s is archived. Restore it before it gets a site.") % {"name": customer}, field="customer"
        )

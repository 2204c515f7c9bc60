"""Creating a customer."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from crm.changes.action import action
from crm.changes.bulk import create_rows
from crm.errors import DomainError
from crm.labels.models import Tag
from crm.numbers.actions import take_numbers
from customers.actions.values import CUSTOMER_FIELDS, compact_vat, set_values
from customers.companions import keep_in_step
from customers.models import Customer, CustomerManager, CustomerStatus, CustomerTag, RegulatoryRegion
from staff.models import User

NUMBER_SERIES = "customer"
NUMBER_PREFIX = "C-"


@action
def create_customer(
    *,
    by: User,
    kind: str,
    name: str,
    tags: Iterable[Tag] = (),
    managers: Iterable[User] = (),
    **values: Any,
) -> Customer:
    """A new customer, known by the next number of our series; a prospect unless `stage` says otherwise.

    Values left out: the creator is the account manager, the status is the one for new customers, the
    region is that of the customer's country. Raises DomainError naming the field of a bad value.
    """
    customer = Customer()
    values = {**values, "kind": kind, "name": name}
    set_values(customer, with_defaults(values, by=by), allowed={*CUSTOMER_FIELDS, "stage"})
    customer.number = take_numbers(NUMBER_SERIES, prefix=NUMBER_PREFIX)[0]
    customer.save()
    create_rows([CustomerTag(customer=customer, tag=tag) for tag in dict.fromkeys(tags)])
    create_rows([CustomerManager(customer=customer, user=user) for user in dict.fromkeys(managers)])
    keep_in_step([customer], by=by)
    return customer


def with_defaults(values: dict[str, Any], *, by: User) -> dict[str, Any]:
    """The values of a new customer, what was left out filled in; imports use it row by row."""
    values = {"account_manager": by, **values}
    if not values.get("status"):
        values["status"] = default_status()
    if not values.get("region"):
        values["region"] = region_of(str(values.get("country") or ""))
    if values.get("vat_number"):
        values["vat_number"] = compact_vat(values["vat_number"])
    return values


def default_status() -> CustomerStatus:
    """The status of new customers; DomainError while there is none."""
    status = CustomerStatus.objects.filter(is_default=True).first()
    if status is None:
        raise DomainError(_("An administrator must first say which status new customers get."), field="status")
    return status


def region_of(country: str) -> RegulatoryRegion | None:
    """The regulatory region for new customers of a country (ISO code), where one is set."""
    return RegulatoryRegion.objects.filter(country=country, retired=False).first() if country else None

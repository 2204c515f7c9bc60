"""Changing what is written about a customer."""

from collections.abc import Iterable
from typing import Any

from crm.changes.action import action
from crm.changes.locking import locked
from customers.actions.assign import replace_managers
from customers.actions.values import CUSTOMER_FIELDS, compact_vat, set_values
from customers.companions import keep_in_step
from customers.models import Customer
from staff.models import User


@action
def change_customer(
    customer: Customer, *, by: User, version: int | None = None, managers: Iterable[User] | None = None, **values: Any
) -> Customer:
    """Change the given values; nothing is written, and no history made, where nothing differs.

    `version` is the one the form was filled from. Raises StaleVersion when somebody saved the customer
    since, DomainError naming the field of a bad value.
    """
    customer = locked(customer, version=version)
    if "vat_number" in values:
        values["vat_number"] = compact_vat(values["vat_number"])
    if set_values(customer, values, allowed=CUSTOMER_FIELDS):
        customer.save()
        keep_in_step([customer], by=by)
    if managers is not None:
        replace_managers(customer, managers)
    return customer

"""Further addresses of a customer."""

from typing import Any

from django.utils.translation import gettext as _

from crm.changes.action import action
from crm.changes.locking import locked
from crm.errors import DomainError
from customers.actions.values import ADDRESS_FIELDS, set_values
from customers.models import Address, AddressType, Customer
from staff.models import User

FIELDS = ("address_type", "recipient", *ADDRESS_FIELDS)


@action
def add_address(customer: Customer, *, by: User, address_type: str, **values: Any) -> Address:
    """Add an address; a customer has at most one for billing."""
    locked(customer)
    address = Address(customer=customer)
    set_values(address, {**values, "address_type": address_type}, allowed=FIELDS)
    refuse_unusable(address)
    address.save()
    return address


@action
def change_address(address: Address, *, by: User, version: int | None = None, **values: Any) -> Address:
    """Change the given parts of an address. Raises StaleVersion when somebody saved it since `version`."""
    locked(address.customer)
    address = locked(address, version=version)
    if set_values(address, values, allowed=FIELDS):
        refuse_unusable(address)
        address.save()
    return address


def refuse_unusable(address: Address) -> None:
    """Raise DomainError for an empty address, or a second one for billing."""
    if not address.has_address:
        raise DomainError(_("Fill in at least one line of the address."), field="line1")
    same_type = Address.objects.filter(customer_id=address.customer_id, archived_at__isnull=True).exclude(pk=address.pk)
    if address.address_type == AddressType.BILLING and same_type.filter(address_type=AddressType.BILLING).exists():
        raise DomainError(
            _("This customer already has a billing address. Change that one, or archive it first."),
            field="address_type",
        )

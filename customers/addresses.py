"""Which address is used for what, where a customer has several or only the main one."""

from customers.models import Address, AddressType, Customer, PostalAddress


def address_for(customer: Customer, address_type: str) -> PostalAddress:
    """The live address of a type; the customer's own, the main one, where there is none.

    Invoices ask for `AddressType.BILLING`. What was sent keeps the address it was sent to.
    """
    own = Address.objects.filter(customer=customer, address_type=AddressType(address_type), archived_at__isnull=True)
    return own.order_by("pk").first() or customer

"""The nouns of this app."""

from customers.models.address import Address, AddressType, PostalAddress
from customers.models.customer import Customer, CustomerManager, CustomerTag, Kind, Role, Stage
from customers.models.note import Note
from customers.models.status import CustomerStatus, RegulatoryRegion

__all__ = [
    "Address",
    "AddressType",
    "Customer",
    "CustomerManager",
    "CustomerStatus",
    "CustomerTag",
    "Kind",
    "Note",
    "PostalAddress",
    "RegulatoryRegion",
    "Role",
    "Stage",
]

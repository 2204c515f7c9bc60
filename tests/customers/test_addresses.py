import pytest

from crm.changes.tracked import StaleVersion
from crm.errors import DomainError
from customers.actions import add_address, change_address
from staff.models import User
from tests.factories import AddressFactory, CustomerFactory

pytestmark = pytest.mark.feature("X5")


def test_customer_has_many_addresses_but_one_for_billing(ana: User) -> None:
    customer = CustomerFactory()
    AddressFactory.create_batch(2, customer=customer, address_type="other")
    AddressFactory(customer=customer, address_type="billing")
    with pytest.raises(DomainError, match="already has a billing address") as refusal:
        AddressFactory(customer=customer, address_type="billing")

    assert refusal.value.field == "address_type"
    assert customer.addresses.count() == 3


def test_empty_address_is_refused(ana: User) -> None:
    with pytest.raises(DomainError, match="at least one line"):
        add_address(CustomerFactory(), by=ana, address_type="other", country="FR")


def test_address_changes_under_its_version(ana: User) -> None:
    address = AddressFactory(city="Lyon")

    assert change_address(address, by=ana, version=1, city="Villeurbanne").city == "Villeurbanne"
    with pytest.raises(StaleVersion):
        change_address(address, by=ana, version=1, city="Bron")

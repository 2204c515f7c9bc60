import pytest

from crm.errors import DomainError
from customers.actions import add_address, archive_address, archive_customer, restore_address, restore_customer
from customers.models import Customer
from staff.models import User
from tests.factories import AddressFactory, CustomerFactory, NoteFactory, TagFactory


@pytest.mark.feature("F017")
@pytest.mark.feature("F018")
def test_notes_and_addresses_leave_and_return_with_their_customer(ana: User) -> None:
    tag = TagFactory()
    customer = CustomerFactory(tags=[tag], city="Lyon")
    note, address = NoteFactory(customer=customer), AddressFactory(customer=customer)
    customer = archive_customer(customer, by=ana, reason="Duplicate")
    for row in (note, address):
        row.refresh_from_db()
        assert row.archive_batch == customer.archive_batch
    assert customer.archive_batch.reason == "Duplicate"
    assert customer not in Customer.objects.live()

    customer = restore_customer(customer, by=ana)
    for row in (customer, note, address):
        row.refresh_from_db()
        assert not row.is_archived
    assert (customer.city, list(customer.tags.all())) == ("Lyon", [tag])


def test_address_archived_before_stays_archived_when_its_customer_returns(ana: User) -> None:
    customer = CustomerFactory()
    address = archive_address(AddressFactory(customer=customer), by=ana)
    restore_customer(archive_customer(customer, by=ana), by=ana)

    address.refresh_from_db()
    assert address.is_archived


def test_restored_billing_address_may_not_stand_beside_another(ana: User) -> None:
    customer = CustomerFactory()
    old = archive_address(AddressFactory(customer=customer, address_type="billing"), by=ana)
    add_address(customer, by=ana, address_type="billing", line1="1 High Street")
    with pytest.raises(DomainError, match="already has a billing address"):
        restore_address(old, by=ana)

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from crm.archive import registry
from crm.changes.current import change_set
from customers.models import Address, Customer, CustomerStatus
from staff.models import User


@pytest.fixture
def make_customer(ana: User) -> Any:
    with change_set(by=ana, verb="create_status"):
        status = CustomerStatus.objects.first() or CustomerStatus.objects.create(name="Open")

    def make(name: str, addresses: int = 0) -> Customer:
        with change_set(by=ana, verb="create_customer"):
            customer = Customer.objects.create(name=name, number=f"N-{name}", kind="company", status=status)
            for line in range(addresses):
                Address.objects.create(customer=customer, address_type="other", line1=f"{line} {name} street")
        return customer

    return make


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Registries of one test alone: addresses leave with their customer."""
    monkeypatch.setattr(registry, "_blockers", defaultdict(list))
    monkeypatch.setattr(registry, "_children", defaultdict(list))
    registry.register_child(Customer, Address, "customer")
    yield

from collections.abc import Callable
from typing import Any

import pytest

from crm.changes.current import SystemActor, change_set
from customers.models import Customer, CustomerStatus
from staff.models import User

MakeCustomers = Callable[..., list[Customer]]


@pytest.fixture
def ana(db: None) -> User:
    with change_set(by=SystemActor("tests"), verb="create_user"):
        return User.objects.create(email="ana@example.com", name="Ana Ruiz")


@pytest.fixture
def ben(db: None) -> User:
    with change_set(by=SystemActor("tests"), verb="create_user"):
        return User.objects.create(email="ben@example.com", name="Ben Cole")


@pytest.fixture
def pending(ana: User) -> CustomerStatus:
    with change_set(by=ana, verb="create_status"):
        return CustomerStatus.objects.create(name="On trial", position=1)


@pytest.fixture
def active(ana: User) -> CustomerStatus:
    with change_set(by=ana, verb="create_status"):
        return CustomerStatus.objects.create(name="Settled", position=2)


@pytest.fixture
def customer(ana: User, pending: CustomerStatus) -> Customer:
    with change_set(by=ana, verb="create_customer"):
        return Customer.objects.create(name="Orange", number="T-1", kind="company", status=pending)


@pytest.fixture
def make_customers(pending: CustomerStatus) -> Any:
    """Several unsaved customers, for `create_rows`."""

    def make(count: int, **values: Any) -> list[Customer]:
        values = {"kind": "company", "status": pending, **values}
        return [Customer(name=f"Customer {n}", number=f"M-{n}", **values) for n in range(count)]

    return make

import pytest

from customers.models import Customer
from staff.models import User
from tests.factories import CustomerFactory, person


@pytest.fixture
def sofia(db: None) -> User:
    return person("sofia")


@pytest.fixture
def customer(db: None) -> Customer:
    return CustomerFactory(name="Orange")

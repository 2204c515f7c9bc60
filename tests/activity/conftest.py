import pytest
from django.core.management import call_command
from django.test import Client

from customers.actions import change_customer
from customers.models import Customer
from staff.models import User
from tests.factories import CustomerFactory, person


@pytest.fixture
def ana(db: None) -> User:
    call_command("sync_roles")
    return person("ana")


@pytest.fixture
def as_ana(ana: User, client: Client) -> Client:
    client.force_login(ana)
    return client


@pytest.fixture
def orange(ana: User) -> Customer:
    """A customer that moved from Paris to Nice."""
    customer = CustomerFactory(name="Orange", city="Paris", line1="1 Rue X")
    return change_customer(customer, by=ana, version=customer.version, city="Nice")

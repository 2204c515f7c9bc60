from typing import Any

import pytest

from crm.imports.models import ImportBatch
from customers.models import Customer
from staff.models import User
from tests.factories import CustomerFactory
from tests.importing import Import, applied, checked, upload


@pytest.fixture
def shop(ana: User) -> Customer:
    return CustomerFactory(name="Café Chaîne", external_number="4100", internal_reference="CHAIN", country="FR")


@pytest.fixture
def check(ana: User) -> Import:
    """Upload a file of people and check it."""

    def check(content: str | bytes, **chosen: Any) -> ImportBatch:
        return checked(upload("contacts", content, by=ana, filename="people.csv"), **chosen)

    return check


@pytest.fixture
def bring_in(check: Import, ana: User) -> Import:
    """Upload, check and apply."""

    def bring_in(content: str | bytes, **chosen: Any) -> ImportBatch:
        return applied(check(content, **chosen), by=ana)

    return bring_in

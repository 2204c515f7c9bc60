from collections.abc import Callable
from typing import Any

import pytest

from crm.labels.actions import create_attribute
from crm.labels.models import AttributeDefinition
from customers.actions import create_customer
from customers.models import Customer
from staff.models import User


@pytest.fixture
def make_customer(ana: User) -> Callable[..., Customer]:
    def make(name: str, **values: Any) -> Customer:
        return create_customer(by=ana, kind="company", name=name, **values)

    return make


@pytest.fixture
def attribute(ana: User) -> Callable[..., AttributeDefinition]:
    def make(label: str, type: str, **values: Any) -> AttributeDefinition:
        return create_attribute(by=ana, noun=Customer, label=label, type=type, **values)

    return make

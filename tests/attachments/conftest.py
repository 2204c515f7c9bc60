from pathlib import Path
from typing import Any

import pytest

from customers.models import Customer
from staff.models import User
from tests.factories import CustomerFactory, person


@pytest.fixture(autouse=True)
def private_storage(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def sofia(db: None) -> User:
    return person("sofia")


@pytest.fixture
def customer(db: None) -> Customer:
    return CustomerFactory(name="Orange")

"""The people and rows of the export tests."""

import pytest
from django.test import Client

from crm.changes.bulk import create_rows
from crm.changes.current import change_set
from crm.labels.models import Tag
from staff.models import User
from tests.factories import TESTS


@pytest.fixture
def ana(db: None) -> User:
    """Somebody who may do everything, also what no role needs yet."""
    return User.objects.create_superuser("root@example.com", "Ana Ruiz")


@pytest.fixture
def signed_in(client: Client, ana: User) -> Client:
    client.force_login(ana)
    return client


@pytest.fixture
def tags(db: None) -> list[Tag]:
    with change_set(by=TESTS, verb="prepare"):
        return create_rows([Tag(name=f"tag {n:03}", colour="blue" if n % 2 else "red") for n in range(120)])

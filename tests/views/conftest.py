"""A list with rows, and somebody who looks at it."""

import pytest
from django.test import Client

from crm.changes.bulk import create_rows
from crm.changes.current import change_set
from crm.labels.models import Tag
from staff.models import User
from tests.factories import TESTS, person


@pytest.fixture
def sam(db: None) -> User:
    return person("sam")


@pytest.fixture
def signed_in(client: Client, sam: User) -> Client:
    client.force_login(sam)
    return client


@pytest.fixture(autouse=True)
def tags(db: None) -> list[Tag]:
    with change_set(by=TESTS, verb="prepare"):
        return create_rows([Tag(name=f"tag {n}", colour="blue" if n % 2 else "red") for n in range(6)])

import pytest
from django.test import Client

from staff.models import User
from tests.factories import person


@pytest.fixture
def ana(db: None) -> User:
    return person("ana")


@pytest.fixture
def admin(client: Client, ana: User) -> Client:
    client.force_login(ana)
    return client

import pytest
from django.test import Client

from staff.models import User


@pytest.fixture
def admin(client: Client, ana: User) -> Client:
    client.force_login(ana)
    return client

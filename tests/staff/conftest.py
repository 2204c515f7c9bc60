import pytest

from staff.actions import create_user
from staff.models import User


@pytest.fixture
def ben(ana: User) -> User:
    return create_user(by=ana, email="ben@example.com", name="Ben Cole", roles=["support"])

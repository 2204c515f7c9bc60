import pytest

from crm.changes.current import SystemActor
from staff.actions import create_user
from staff.models import User

TESTS = SystemActor("tests")


@pytest.fixture
def ana(db: None) -> User:
    return create_user(by=TESTS, email="ana@example.com", name="Ana Ruiz", roles=["administrator"])


@pytest.fixture
def ben(ana: User) -> User:
    return create_user(by=ana, email="ben@example.com", name="Ben Cole", roles=["support"])

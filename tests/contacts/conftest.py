import pytest

from staff.models import User
from tests.factories import person


@pytest.fixture
def ana(db: None) -> User:
    """An administrator."""
    return person("ana")

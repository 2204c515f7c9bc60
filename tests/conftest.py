"""What every test has around it."""

from typing import Any

import pytest

from tests.guard import install_guard


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database, with the guard of history on every tracked table."""
    with django_db_blocker.unblock():
        install_guard()

"""What every test has around it."""

from collections.abc import Iterator
from typing import Any

import pytest

from crm.env import database_server
from tests.guard import install_guard


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """A database server to test on, where `DATABASE_URL` names none."""
    with database_server():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database, with the guard of history on every tracked table."""
    with django_db_blocker.unblock():
        install_guard()

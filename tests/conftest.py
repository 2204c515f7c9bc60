"""What every test has around it."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models.signals import post_migrate
from django.test import Client
from django.utils import timezone, translation

from crm.env import database_server
from crm.pages.counting import forget_counts
from staff.actions import sync_roles
from staff.models import User
from staff.roles import ROLES
from tests.factories import OWN_ROLE, person
from tests.guard import install_guard
from tools.translate import compile_translations

pytest_plugins = ["tests.workers", "tests.fakes.fixtures"]


def pytest_configure() -> None:
    """Tests of the languages need no `make` before them."""
    compile_translations()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """A database server to test on, where `DATABASE_URL` names none."""
    with database_server():
        yield


def bring_back_statuses(sender: Any, **kwargs: Any) -> None:
    """The statuses and contact types that migrations make, after a test with real transactions emptied every table."""
    from contacts.actions import create_contact_type
    from contacts.models import ContactType
    from crm.changes.current import SystemActor
    from customers.actions import create_customer_status
    from customers.models import CustomerStatus

    if not CustomerStatus.objects.exists():
        for values in import_module("customers.migrations.0002_standard_statuses").STATUSES:
            create_customer_status(by=SystemActor("installation"), **values)
    if not ContactType.objects.exists():
        for values in import_module("contacts.migrations.0003_standard_types").TYPES:
            create_contact_type(by=SystemActor("installation"), **values)


@pytest.fixture(scope="session")
def standing_data() -> None:
    """Django says `post_migrate` after migrating and after each flush."""
    post_migrate.connect(bring_back_statuses, sender=apps.get_app_config("contacts"))


@pytest.fixture(scope="session")
def django_db_setup(standing_data: None, django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database, with the guard of history on every tracked table, and the groups of the roles.

    Whoever is made in a database without groups makes them first, which took most tests longer than what they test.
    """
    with django_db_blocker.unblock():
        install_guard()
        sync_roles()


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> Path:
    """Files that a test uploads go into its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture(autouse=True)
def roles_of_tests() -> Iterator[None]:
    """Roles that a test makes for itself (`grant`) end with it."""
    yield
    for slug in [slug for slug in ROLES if slug.startswith(OWN_ROLE)]:
        del ROLES[slug]


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    """No count of another test's rows."""
    forget_counts()


@pytest.fixture(autouse=True)
def plain_speech() -> Iterator[None]:
    """English and the installation's time, whatever language and zone the request of another test left behind."""
    timezone.deactivate()
    with translation.override("en"):
        yield


@pytest.fixture
def ana(db: None) -> User:
    """An administrator."""
    return person("ana")


@pytest.fixture
def browser(ana: User, client: Client) -> Client:
    """Ana's, signed in; without scripts."""
    client.force_login(ana)
    return client

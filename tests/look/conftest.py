from collections.abc import Iterator

import pytest
from django.test import Client

from crm.changes.current import SystemActor
from crm.navigation.registry import CreateItem, NavigationItem, Place, register, unregister
from staff.actions import create_user
from staff.models import User

PASSWORD = "correct horse battery"
EVERYBODY = NavigationItem("Open to all", "search", "home", None, 10)
TAGS = NavigationItem("Labels", "me:preferences", "tags", "labels.view_tag", 20)
NEW_TAG = CreateItem("Label", "me:preferences", "tags", "labels.add_tag", 10)


@pytest.fixture
def places() -> Iterator[list[Place]]:
    entered: list[Place] = [TAGS, EVERYBODY, NEW_TAG]
    for place in entered:
        register(place)
    yield entered
    for place in entered:
        unregister(place)


@pytest.fixture
def ana(db: None) -> User:
    return create_user(
        by=SystemActor("tests"), email="ana@example.com", name="Ana Ruiz", roles=["administrator"], password=PASSWORD
    )


@pytest.fixture
def newcomer(db: None) -> User:
    return create_user(by=SystemActor("tests"), email="nia@example.com", name="Nia Ford")


@pytest.fixture
def ana_client(ana: User) -> Client:
    client = Client()
    client.force_login(ana)
    return client

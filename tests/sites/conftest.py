from collections.abc import Iterator
from typing import Any

import pytest

from sites.geocoders.memory import memory
from staff.models import User
from tests.factories import person
from tests.fakes.google import KEY, FakeGoogle, fake_google


@pytest.fixture
def ana(db: None) -> User:
    """An administrator."""
    return person("ana")


@pytest.fixture
def google(settings: Any) -> Iterator[FakeGoogle]:
    """Google as the fake plays it, through the real client."""
    memory.clear()
    with fake_google() as fake:
        settings.GOOGLE_MAPS_API_KEY = KEY
        settings.GOOGLE_MAPS_BASE_URL = settings.GOOGLE_PLACES_BASE_URL = fake.url
        settings.GEOCODER = "sites.geocoders.google.GoogleGeocoder"
        yield fake
    memory.clear()

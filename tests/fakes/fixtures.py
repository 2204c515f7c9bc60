"""Servers of others as the fakes play them, in place of the real ones; a plugin of the suite."""

from collections.abc import Iterator
from typing import Any

import pytest

from sites.geocoders.memory import memory
from tests.fakes.google import KEY, FakeGoogle, fake_google


@pytest.fixture
def google(settings: Any) -> Iterator[FakeGoogle]:
    """Google, through the real client."""
    memory.clear()
    with fake_google() as fake:
        settings.GOOGLE_MAPS_API_KEY = KEY
        settings.GOOGLE_MAPS_BASE_URL = settings.GOOGLE_PLACES_BASE_URL = fake.url
        settings.GEOCODER = "sites.geocoders.google.GoogleGeocoder"
        yield fake
    memory.clear()

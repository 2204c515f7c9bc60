"""Google Maps: addresses by Geocoding v3, suggestions by Places."""

from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from typing import TypeVar

import googlemaps
from django.conf import settings

from crm.errors import Misconfigured
from sites.geocoders import codes
from sites.geocoders.base import Address, Place, Point, Suggestion
from sites.geocoders.breaker import breaker
from sites.geocoders.google_errors import KEY, in_our_words
from sites.geocoders.google_places import LegacyPlaces, NewPlaces, Places, place_of_result
from sites.geocoders.mapping import PROVIDER
from sites.geocoders.memory import memory

SHORTEST = 3  # characters before anything is asked
REMEMBERED = 24 * 3600  # seconds; Google's terms allow 30 days
HAS_LEGACY_ONLY = "geocoders:google:legacy"

R = TypeVar("R")


class GoogleGeocoder:
    """Asks Google; a Plus Code is worked out here and costs nothing.

    A client is made for each call: it keeps state between calls and is not safe in threads.
    """

    name = PROVIDER

    def __init__(self) -> None:
        self._key = settings.GOOGLE_MAPS_API_KEY

    def suggest(
        self, text: str, *, session: str, country: str = "", language: str = "", near: Point | None = None
    ) -> list[Suggestion]:
        """Places in the country; elsewhere only where it has none."""
        text = text.strip()
        if found := codes.suggestions(text, country=country, near=near):
            return found
        if len(text) < SHORTEST:
            return []
        for within in dict.fromkeys((country, "")):

            def ask(places: Places, within: str = within) -> list[Suggestion]:
                return places.suggest(text, session=session, country=within, language=_spoken(language), near=near)

            if suggestions := self._places(ask):
                return suggestions
        return []

    def resolve(self, place_id: str, *, session: str = "", language: str = "") -> Place:
        """The place of a suggestion, code or Google's own ID."""
        if codes.is_code(place_id):
            return codes.place_of(place_id)
        return self._places(lambda places: places.details(place_id, session=session, language=_spoken(language)))

    def geocode(self, address: Address, *, language: str = "") -> list[Place]:
        """The places of an address in its country; the same question is not paid for twice in a day."""
        if not address.one_line:
            return []
        asked = "\n".join((address.one_line, address.country, _spoken(language)))
        remembered = f"geocoded:{sha256(asked.encode()).hexdigest()}"
        found: list[Place] | None = memory.get(remembered)
        if found is None:
            with breaker(PROVIDER), in_our_words():
                answer = self._client().geocode(
                    address.one_line,
                    components={"country": address.country} if address.country else None,
                    language=_spoken(language),
                )
                found = [place_of_result(each) for each in answer]
            memory.set(remembered, found, REMEMBERED)
        return found

    def reverse(self, latitude: Decimal, longitude: Decimal, *, language: str = "") -> list[Place]:
        """The addresses at a point, most exact first; those of whole towns and countries come last."""
        with breaker(PROVIDER), in_our_words():
            answer = self._client().reverse_geocode((float(latitude), float(longitude)), language=_spoken(language))
            return [place_of_result(each) for each in answer]

    def _places(self, ask: Callable[[Places], R]) -> R:
        """Ask New, or Legacy where the key has only that; which it is, is remembered for an hour."""
        with breaker(PROVIDER), in_our_words():
            if not memory.get(HAS_LEGACY_ONLY):
                try:
                    return ask(NewPlaces(self._checked_key()))
                except Misconfigured:
                    answer = ask(LegacyPlaces(self._client()))
                    memory.set(HAS_LEGACY_ONLY, True, timeout=3600)
                    return answer
            return ask(LegacyPlaces(self._client()))

    def _client(self) -> googlemaps.Client:
        return googlemaps.Client(
            self._checked_key(),
            timeout=5,
            retry_timeout=10,
            retry_over_query_limit=False,
            base_url=settings.GOOGLE_MAPS_BASE_URL,
        )

    def _checked_key(self) -> str:
        """The key. Raises Misconfigured for what the client would refuse with its own words."""
        key = str(self._key)
        if not key.startswith("AIza"):
            raise Misconfigured("This is no key of Google's: those begin with AIza.", setting=KEY)
        return key


def _spoken(language: str) -> str:
    """One language an installation unless asked otherwise, or a street changes its name between two calls."""
    return language or settings.LANGUAGE_CODE

"""Google Places: the New service over HTTP, and the Legacy one for keys that have only that.

New: https://developers.google.com/maps/documentation/places/web-service/place-autocomplete and …/place-details.
A project made since October 2026 cannot enable Legacy; an older one may not have New.
"""

from typing import Any, Protocol
from urllib.parse import quote

import googlemaps
import requests
from django.conf import settings

from sites.geocoders.base import Place, Point, Suggestion
from sites.geocoders.google_errors import of_code, of_status
from sites.geocoders.mapping import PROVIDER, Component, Components, place_from

TIMEOUT = (3, 5)  # seconds to connect, to answer
NEAR = 50_000.0  # metres around the middle of the map; both services allow no more
FIELDS = "id,displayName,addressComponents,location,types"  # the cheapest fields that fill a site
LEGACY_FIELDS = ["address_component", "geometry", "name", "place_id", "type"]
MOST = 5


class Places(Protocol):
    """Suggestions and their places."""

    def suggest(
        self, text: str, *, session: str, country: str, language: str, near: Point | None
    ) -> list[Suggestion]: ...

    def details(self, place_id: str, *, session: str, language: str) -> Place: ...


class NewPlaces:
    """Places API (New)."""

    def __init__(self, key: str) -> None:
        self._key = key

    def suggest(self, text: str, *, session: str, country: str, language: str, near: Point | None) -> list[Suggestion]:
        """At most five suggestions in a country, or everywhere."""
        body: dict[str, Any] = {"input": text, "sessionToken": session, "languageCode": language}
        if country:
            body["includedRegionCodes"] = [country.lower()]
        if near:
            centre = {"latitude": float(near[0]), "longitude": float(near[1])}
            body["locationBias"] = {"circle": {"center": centre, "radius": NEAR}}
        answer = self._call("POST", "/v1/places:autocomplete", json=body)
        found = [each["placePrediction"] for each in answer.get("suggestions", []) if "placePrediction" in each]
        return [_suggestion(each) for each in found[:MOST]]

    def details(self, place_id: str, *, session: str, language: str) -> Place:
        """The place of a suggestion; ends the session."""
        params = {"languageCode": language, **({"sessionToken": session} if session else {})}
        path = f"/v1/places/{quote(place_id, safe='')}"
        answer = self._call("GET", path, params=params, headers={"X-Goog-FieldMask": FIELDS})
        parts = answer.get("addressComponents", [])
        return place_from(
            Components(Component(each["longText"], each["shortText"], frozenset(each["types"])) for each in parts),
            latitude=answer["location"]["latitude"],
            longitude=answer["location"]["longitude"],
            types=answer.get("types", []),
            place_id=answer.get("id", place_id),
            name=answer.get("displayName", {}).get("text", ""),
        )

    def _call(self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any) -> dict[str, Any]:
        response = requests.request(
            method,
            settings.GOOGLE_PLACES_BASE_URL + path,
            headers={"X-Goog-Api-Key": self._key, **(headers or {})},
            timeout=TIMEOUT,
            allow_redirects=False,
            **options,
        )
        if response.status_code != 200:
            raise of_code(response.status_code, bad_key="API key not valid" in response.text)
        answer: dict[str, Any] = response.json()
        return answer


class LegacyPlaces:
    """Places API (Legacy), through the client."""

    def __init__(self, client: googlemaps.Client) -> None:
        self._client = client

    def suggest(self, text: str, *, session: str, country: str, language: str, near: Point | None) -> list[Suggestion]:
        """At most five suggestions in a country, or everywhere."""
        found = self._client.places_autocomplete(
            text,
            session_token=session,
            language=language,
            components={"country": [country.lower()]} if country else None,
            location=(float(near[0]), float(near[1])) if near else None,
            radius=int(NEAR) if near else None,
        )
        return [_legacy_suggestion(each) for each in found[:MOST]]

    def details(self, place_id: str, *, session: str, language: str) -> Place:
        """The place of a suggestion; ends the session."""
        answer = self._client.place(place_id, session_token=session or None, fields=LEGACY_FIELDS, language=language)
        if answer["status"] != "OK":
            raise of_status(answer["status"])
        return place_of_result(answer["result"])


def place_of_result(result: dict[str, Any]) -> Place:
    """The place of one result of Geocoding or of Legacy details."""
    parts = result.get("address_components", [])
    geometry = result["geometry"]
    return place_from(
        Components(Component(each["long_name"], each["short_name"], frozenset(each["types"])) for each in parts),
        latitude=geometry["location"]["lat"],
        longitude=geometry["location"]["lng"],
        types=result.get("types", []),
        place_id=result.get("place_id", ""),
        name=result.get("name", ""),
        location_type=geometry.get("location_type", ""),
        partial=bool(result.get("partial_match")),
    )


def _suggestion(each: dict[str, Any]) -> Suggestion:
    texts = each.get("structuredFormat", {})
    title = texts.get("mainText", each.get("text", {})).get("text", "")
    return Suggestion(title, texts.get("secondaryText", {}).get("text", ""), each["placeId"], PROVIDER)


def _legacy_suggestion(each: dict[str, Any]) -> Suggestion:
    texts = each.get("structured_formatting", {})
    title = texts.get("main_text", each.get("description", ""))
    return Suggestion(title, texts.get("secondary_text", ""), each["place_id"], PROVIDER)

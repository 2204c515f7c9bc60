"""A server that answers as Google Maps does: Geocoding v3, Places (Legacy) and Places (New).

Shapes: github.com/googlemaps/openapi-specification, specification/responses (Geocoding and Legacy);
developers.google.com/maps/documentation/places/web-service, "Autocomplete (New)", "Place Details (New)".
Statuses: …/documentation/geocoding/requests-geocoding#StatusCodes; HTTP errors of New:
cloud.google.com/apis/design/errors.
"""

import json
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from crm.text import fold
from tests.fakes.google_places import PLACES, FakePlace

KEY = "AIzaNotARealKeyButShapedLikeOne"


@dataclass
class FakeGoogle:
    """How it behaves and what it was asked.

    `trouble` is a status of the body (`OVER_QUERY_LIMIT`), an HTTP code, or `hang`, `nonsense`, `reset`, `empty`.
    """

    url: str
    trouble: str | int = ""
    has_new: bool = True
    has_legacy: bool = True
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def paths(self) -> list[str]:
        """What was asked, without parameters."""
        return [path for path, _ in self.asked]


@contextmanager
def fake_google() -> Iterator[FakeGoogle]:
    """The server, on a port of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    google = FakeGoogle(f"http://127.0.0.1:{server.server_address[1]}")
    server.google = google  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield google
    finally:
        google.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


class Handler(BaseHTTPRequestHandler):
    """One request."""

    @property
    def google(self) -> FakeGoogle:
        """The state of the server."""
        return self.server.google  # type: ignore[attr-defined, no-any-return]

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        self._answer(url.path, dict(parse_qsl(url.query)))

    def do_POST(self) -> None:
        self._answer(self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def _answer(self, path: str, asked: dict[str, Any]) -> None:
        self.google.asked.append((path, asked))
        trouble = self.google.trouble
        if trouble == "hang":
            self.google.released.wait(60)
        elif trouble == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        elif trouble == "nonsense":
            self._send(200, b"<html>Sorry</html>")
        elif trouble == "empty":
            self._send_json(200, {"status": "OK", "results": [{}], "result": {}, "predictions": [{}]})
        elif path.startswith("/v1/"):
            self._new(path, asked, trouble)
        elif isinstance(trouble, int):
            self._send(trouble, b"<html>Error</html>")
        else:
            self._version_three(path, asked, trouble)

    def _version_three(self, path: str, asked: dict[str, Any], trouble: str) -> None:
        denied = asked.get("key") != KEY or ("/place/" in path and not self.google.has_legacy)
        if status := "REQUEST_DENIED" if denied else trouble:
            self._send_json(200, {"status": status, "error_message": "Said in words.", "results": []})
        elif path == "/maps/api/geocode/json":
            self._send_json(200, geocoding(asked))
        elif path == "/maps/api/place/autocomplete/json":
            country = asked.get("components", "").removeprefix("country:").upper()
            found = [legacy_prediction(place) for place in matching(asked["input"], country)[:5]]
            self._send_json(200, {"status": "OK" if found else "ZERO_RESULTS", "predictions": found})
        elif place := PLACES.get(asked.get("placeid", "")):
            self._send_json(200, {"html_attributions": [], "result": result(place, details=True), "status": "OK"})
        else:
            self._send_json(200, {"html_attributions": [], "status": "NOT_FOUND"})

    def _new(self, path: str, asked: dict[str, Any], trouble: str | int) -> None:
        code = trouble if isinstance(trouble, int) else 503 if trouble else 0
        if not self.google.has_new:
            code = 403
        if self.headers.get("X-Goog-Api-Key") != KEY:
            self._send_json(
                400, {"error": {"code": 400, "message": "API key not valid.", "status": "INVALID_ARGUMENT"}}
            )
        elif code:
            self._send_json(code, {"error": {"code": code, "message": "Said in words.", "status": "ANY"}})
        elif path == "/v1/places:autocomplete":
            countries = asked.get("includedRegionCodes", [""])
            found = [new_prediction(place) for each in countries for place in matching(asked["input"], each.upper())]
            self._send_json(200, {"suggestions": found[:5]} if found else {})
        elif "X-Goog-FieldMask" not in self.headers:
            self._send_json(400, {"error": {"code": 400, "message": "FieldMask is required", "status": "ANY"}})
        elif place := PLACES.get(unquote(path.removeprefix("/v1/places/"))):
            self._send_json(200, new_details(place))
        else:
            self._send_json(404, {"error": {"code": 404, "message": "Not found.", "status": "NOT_FOUND"}})

    def _send_json(self, code: int, body: dict[str, Any]) -> None:
        self._send(code, json.dumps(body).encode())

    def _send(self, code: int, body: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def matching(text: str, country: str = "") -> list[FakePlace]:
    """The places that have every word of the text."""
    words = fold(text).replace(",", " ").split()
    return [
        place
        for place in PLACES.values()
        if place.country in (country, country or place.country) and all(word in fold(place.text) for word in words)
    ]


def geocoding(asked: dict[str, Any]) -> dict[str, Any]:
    """Forward by address, reverse by latlng: the places within a thousandth of a degree."""
    if "latlng" in asked:
        latitude, longitude = map(float, asked["latlng"].split(","))
        near = [p for p in PLACES.values() if abs(p.latitude - latitude) + abs(p.longitude - longitude) < 0.001]
        code = {"global_code": "8FQ6QR6M+28"}
        return {"plus_code": code, "results": [result(p) for p in near], "status": "OK" if near else "ZERO_RESULTS"}
    country = asked.get("components", "").removeprefix("country:").upper()
    found, partial = matching(asked["address"], country), False
    if not found:  # like Google, answer with the part that is understood
        parts = [part for part in asked["address"].split(", ")[1:] if part]
        found, partial = matching(parts[0], country) if parts else [], True
    return {"results": [result(p, partial=partial) for p in found], "status": "OK" if found else "ZERO_RESULTS"}


def result(place: FakePlace, *, partial: bool = False, details: bool = False) -> dict[str, Any]:
    """One result of Geocoding, or of Legacy details, which have a name and no location_type."""
    parts = [{"long_name": long, "short_name": short, "types": types} for long, short, types in place.components]
    answer: dict[str, Any] = {
        "address_components": parts,
        "formatted_address": place.text,
        "geometry": {"location": {"lat": place.latitude, "lng": place.longitude}},
        "place_id": place.id,
        "types": list(place.types),
    }
    if details:
        return {**answer, "name": place.name}
    answer["geometry"]["location_type"] = place.location_type
    return {**answer, **({"partial_match": True} if partial else {})}


def legacy_prediction(place: FakePlace) -> dict[str, Any]:
    texts = {"main_text": place.name, "secondary_text": place.country}
    return {"description": place.text, "place_id": place.id, "structured_formatting": texts, "types": list(place.types)}


def new_prediction(place: FakePlace) -> dict[str, Any]:
    texts = {"mainText": {"text": place.name}, "secondaryText": {"text": place.country}}
    found = {"placeId": place.id, "text": {"text": place.text}, "structuredFormat": texts, "types": list(place.types)}
    return {"placePrediction": found}


def new_details(place: FakePlace) -> dict[str, Any]:
    parts = [{"longText": long, "shortText": short, "types": types} for long, short, types in place.components]
    return {
        "id": place.id,
        "types": list(place.types),
        "addressComponents": parts,
        "location": {"latitude": place.latitude, "longitude": place.longitude},
        "displayName": {"text": place.name},
    }

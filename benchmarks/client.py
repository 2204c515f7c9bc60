"""A browser's side of the measurement: one connection, cookies, forms."""

import re
import time
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection, RemoteDisconnected
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how long it took from sending the first byte to reading the last, in seconds."""

    status: int
    body: bytes
    headers: dict[str, str]
    seconds: float


class Client:
    """A signed-in person's browser. It says that a proxy in front speaks HTTPS, as in production."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.connection = HTTPConnection("127.0.0.1", port, timeout=600)
        self.token = ""

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: list[tuple[str, str]]) -> Answer:
        """Send a form, with the token of the page seen last."""
        body = urlencode([*fields, ("csrfmiddlewaretoken", self.token)])
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def sign_in(self, email: str, password: str) -> None:
        """Through the sign-in page."""
        self.get("/accounts/login/")
        answer = self.post("/accounts/login/", [("login", email), ("password", password)])
        if answer.status != 302:
            raise SystemExit(f"Signing in was answered with {answer.status}.")

    def form(self, path: str) -> dict[str, str]:
        """The hidden fields of a page's forms."""
        page = self.get(path).body.decode()
        return {name: unescape(value) for name, value in HIDDEN.findall(page)}

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        headers = {
            "X-Forwarded-Proto": "https",
            "Referer": f"https://127.0.0.1:{self.port}{path}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **headers,
        }
        started = time.perf_counter()
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        except (RemoteDisconnected, BrokenPipeError):  # the idle connection was closed meanwhile
            self.connection.close()
            started = time.perf_counter()
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - started
        self._remember(response.headers.get_all("Set-Cookie") or [], content)
        return Answer(response.status, content, dict(response.headers), seconds)

    def _remember(self, cookies: list[str], content: bytes) -> None:
        for line in cookies:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        if found := TOKEN.search(content):
            self.token = found[1].decode()

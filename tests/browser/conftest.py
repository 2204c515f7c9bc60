"""A real browser before the real site. Any console error and any unexpected answer ≥ 400 fails the test."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

from crm.changes.current import SystemActor
from staff.actions import create_user, sync_roles
from staff.models import User

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK, PHONE = {"width": 1360, "height": 850}, {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say why browser tests are skipped where there is no browser or nothing to show in it."""
    reason = missing()
    for item in items:
        if reason and Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=reason))


def missing() -> str:
    """What a browser test would lack here, in words; empty when nothing is missing."""
    if not shutil.which("chromium"):
        return "Chromium is not installed"
    if not (ROOT / "static" / "dist" / "app.js").exists():
        return "the assets are not built"
    return ""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. Playwright keeps an event loop in this thread, which Django must be told is harmless."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass
class Visit:
    """Somebody at a screen: a signed-in page, and what went wrong behind it."""

    page: Page
    home: str
    problems: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def open(self, path: str) -> Page:
        """Go to a path of the site."""
        self.page.goto(self.home + path)
        return self.page

    def heard(self, message: ConsoleMessage) -> None:
        """Keep what the console complains about; failed loads are judged by their status."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(message.text)

    def answered(self, response: Response) -> None:
        """Keep answers that no page should get."""
        if response.status >= 400 and response.status not in self.expected:
            self.problems.append(f"{response.status} {response.url}")

    def axe(self) -> list[str]:
        """What axe finds on the page as it stands, a line each."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        return [f"{problem['id']}: {node['target']}" for problem in found["violations"] for node in problem["nodes"]]


@pytest.fixture(autouse=True)
def own_files() -> None:
    """Files go where the worker, a process of its own, looks for them: into the folder of the checkout."""


@pytest.fixture
def ana(transactional_db: None) -> User:
    """An administrator."""
    sync_roles()
    return create_user(by=SystemActor("tests"), email="ana@example.com", name="Ana Ruiz", roles=["administrator"])


@pytest.fixture
def visit(chromium: Browser, live_server: Any, ana: User) -> Iterator[Callable[..., Visit]]:
    """Start a visit: `visit(viewport=PHONE, color_scheme="dark")`, signed in as Ana or `by` somebody else."""
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def start(by: User = ana, **options: Any) -> Visit:
        client = Client()
        client.force_login(by)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key, "url": live_server.url}
        context = chromium.new_context(**{"viewport": DESK, **options})
        context.add_cookies([cookie])  # type: ignore[list-item]
        context.set_default_timeout(10_000)
        one = Visit(context.new_page(), live_server.url)
        one.page.on("console", one.heard)
        one.page.on("pageerror", lambda error: one.problems.append(str(error)))
        one.page.on("response", one.answered)
        contexts.append(context)
        visits.append(one)
        return one

    yield start
    for context in contexts:
        context.close()
    assert [problem for one in visits for problem in one.problems] == []

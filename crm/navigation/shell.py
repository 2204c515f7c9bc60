"""What the frame around every page shows to this person, worked out only when a whole page is drawn."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from crm.navigation.registry import CreateItem, NavigationItem, Person, creatable_by, navigation_of


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the navigation on this page."""

    item: NavigationItem
    url: str
    active: bool


class Shell:
    """The frame of one request's page."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def user(self) -> Person:
        """The person; nobody where a request is refused before anybody was looked for."""
        user: Person = getattr(self.request, "user", None) or AnonymousUser()
        return user

    @cached_property
    def navigation(self) -> list[Link]:
        """The places in order; the one this page belongs to is active."""
        links = [(item, item.url) for item in navigation_of(self.user)]
        here = max((url for _, url in links if self._is_under(url)), key=len, default=None)
        return [Link(item, url, url == here) for item, url in links]

    @property
    def places(self) -> tuple[Link, ...]:
        """The same, to keep what was drawn of them."""
        return tuple(self.navigation)

    @cached_property
    def create_items(self) -> list[CreateItem]:
        """What the "new" menu offers."""
        return creatable_by(self.user)

    @property
    def creatable(self) -> tuple[CreateItem, ...]:
        """The same, to keep what was drawn of them."""
        return tuple(self.create_items)

    @property
    def theme(self) -> str:
        """`light` or `dark` where the person forces one, else empty: the system decides."""
        theme: str = getattr(self.user, "theme", "")
        return theme if theme in ("light", "dark") else ""

    @property
    def folded(self) -> bool:
        """Whether the navigation shows icons only."""
        return self.request.COOKIES.get("navigation") == "folded"

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages the site speaks."""
        return tuple(code for code, _ in settings.LANGUAGES)

    def _is_under(self, url: str) -> bool:
        return self.request.path == url or (url != "/" and self.request.path.startswith(url))

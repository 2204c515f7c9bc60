"""The lists of the URLconf, found by walking it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from crm.pages.lists import ListPage

URLCONF = "tests.pages.sample"  # the whole site, and the kernel's sample


@dataclass(frozen=True)
class FoundList:
    """A list page under its route name."""

    key: str
    page: type[ListPage]

    @property
    def url(self) -> str:
        """Its bare address."""
        return reverse(self.key, urlconf=URLCONF)

    def __str__(self) -> str:
        return self.key


def found_lists() -> list[FoundList]:
    """Every list of the site."""
    return [
        FoundList(name, view.view_class)
        for name, view in _walk(get_resolver(URLCONF).url_patterns)
        if issubclass(getattr(view, "view_class", object), ListPage)
    ]


def _walk(patterns: list[Any], namespace: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern.callback

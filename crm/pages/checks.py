"""A start-up check: every address says who may open it."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from crm.pages.page import NounPage, Page

# Addresses that ask for no permission of ours, with the reason.
PUBLIC = {
    "accounts/": "signing in and managing one's own account; the accounts package guards each page",
    "admin/": "Django admin guards its own pages",
    "me/language/": "the sign-in page has the language menu too; it changes nothing but a cookie",
    "healthz": "a monitor asks without an account; it answers one word",
}


@register()
def every_view_declares_a_permission(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Walk the URLconf; a view that is no Page and is not on the PUBLIC list is an error."""
    errors: list[CheckMessage] = []
    for route, view in walk(get_resolver().url_patterns):
        if route == "" or any(route.startswith(prefix) for prefix in PUBLIC):
            continue
        page = getattr(view, "view_class", None)
        if page is None or not issubclass(page, Page):
            errors.append(Error(f"/{route} is no Page and is not on the PUBLIC list.", id="pages.E001"))
        elif not issubclass(page, NounPage) and not getattr(page, "permission", None):
            errors.append(Error(f"/{route} declares no permission.", id="pages.E002"))
    return errors


def walk(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every route of the URLconf with its view."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback

"""What a person sees when something broke on our side: a page of ours, whatever is missing behind it."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

SECONDS_TO_RETURN = "30"
# SQLSTATE classes of a server that cannot be talked to: lost connection, out of resources, stopping or starting.
AWAY = ("08", "53", "57P")


def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler500: 503 while the database is away, else 500. Called while the error is being handled."""
    if database_is_away(sys.exc_info()[1]):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": SECONDS_TO_RETURN})
    return HttpResponse(render_to_string("500.html"), status=500)


def database_is_away(error: BaseException | None) -> bool:
    """Whether an error means that no statement can reach the database, rather than that one statement failed."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state: str | None = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(AWAY)

"""Who acts in a request, for packages that save by themselves."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from crm.changes.current import SystemActor, acting_as
from crm.changes.models import Route
from crm.remembered import remembering


class ActorMiddleware:
    """Make the signed-in person the actor of a request; before sign-in it is "sign-in".

    A request that changes nothing has no actor, and may remember what it read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            with remembering(getattr(request.user, "setup_version", None)):
                return self.get_response(request)
        actor = request.user if request.user.is_authenticated else SystemActor("sign-in")
        route = Route.ADMIN if request.path.startswith("/admin/") else Route.FORM
        with acting_as(actor, route):
            return self.get_response(request)

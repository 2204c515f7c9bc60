"""What the shell around every page needs."""

from django.http import HttpRequest

from crm.navigation.shell import Shell


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Navigation, and the person's preferences; costs nothing for a part of a page."""
    return {"shell": Shell(request)}

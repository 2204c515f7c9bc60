"""How accounts behave: staff are invited, nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from staff.actions import set_password
from staff.models import User


class StaffAccountAdapter(DefaultAccountAdapter):
    """No sign-up page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by an administrator."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """What cannot be read as an address (`http://[::1`) is no place to go on to; the package would break on it."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many wrong passwords are answered by the page that says so, with a status that programs understand."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(respond_429(request)) from error

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords of an account count by where they come from: guessing must not lock out its owner."""
        return f"{credentials.get('email', '').lower()}:{self.get_client_ip(request)}"

    def set_password(self, user: User, password: str) -> None:
        """Change or reset a password by the domain action, so that history knows of it.

        The object is brought up to date: the session goes on with the new password.
        """
        changed = set_password(user, by=user, password=password)
        user.password, user.version = changed.password, changed.version

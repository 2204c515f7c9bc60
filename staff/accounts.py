"""How accounts behave: staff are invited, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
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

    def set_password(self, user: User, password: str) -> None:
        """Change or reset a password by the domain action, so that history knows of it.

        The object is brought up to date: the session goes on with the new password.
        """
        changed = set_password(user, by=user, password=password)
        user.password, user.version = changed.password, changed.version

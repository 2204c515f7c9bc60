"""Letting somebody choose a password."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str

from staff.models import User


def invitation_link(user: User) -> str:
    """The address where a person chooses a password; it works until they did, for three days at most."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    link: str = get_adapter().get_reset_password_from_key_url(key)
    return link

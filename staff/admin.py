"""Users for administrators."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from crm.administration.base import ActionAdmin
from crm.administration.forms import VersionedForm
from staff.actions import change_user, create_user, deactivate_user, reactivate_user, set_roles
from staff.invitations import invitation_link
from staff.models import User
from staff.roles import ROLES


def explained_roles() -> list[tuple[str, str]]:
    """Each role with what it is for."""
    return [(role.slug, f"{role.name}: {role.purpose}") for role in ROLES.values()]


class UserForm(VersionedForm):
    """A user with the roles they hold."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=explained_roles, required=False, widget=forms.CheckboxSelectMultiple
    )


@admin.register(User)
class UserAdmin(ActionAdmin):
    """Who may sign in, and what they may do. Nobody is deleted: what they did stays under their name."""

    form = UserForm
    list_display = ("name", "email", "role_names", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("name", "email")
    fields = ("email", "name", "roles", "language", "time_zone", "theme")
    create = staticmethod(create_user)
    change = staticmethod(change_user)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new user is active, and has a link to choose a password once they exist."""
        fields = super().get_fields(request, obj)
        return fields if obj is None else [*fields, "is_active", "invitation"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The link is for copying."""
        return () if obj is None else ("invitation",)

    @admin.display(description=_("link to choose a password"))
    def invitation(self, user: User) -> str:
        """To hand to a new user; it works once, for three days. Others ask for one where they sign in."""
        return invitation_link(user) if user.is_active and user.last_login is None else "–"

    def perform_change(self, request: Any, obj: Any, *, version: int | None, **values: Any) -> User:
        """Each part by its action; the first one compares the version."""
        roles, active = values.pop("roles", None), values.pop("is_active", None)
        user = change_user(obj, by=request.user, version=version, **values)
        if roles is not None:
            user = set_roles(user, by=request.user, roles=roles)
        if active is not None:
            user = (reactivate_user if active else deactivate_user)(user, by=request.user)
        return user

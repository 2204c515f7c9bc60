"""Who may do what: by roles alone."""

from functools import lru_cache

from allauth.account.auth_backends import AuthenticationBackend
from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from staff.models import User
from staff.roles import ROLES, Role

# Every request asks this; compiling it anew took three times as long as asking.
PERSON = "SELECT *, (SELECT sum(mark) FROM remembered_setupversion) AS setup_version FROM staff_user WHERE id = %s"


class WithSetupVersion(ModelBackend):
    """Whoever a session names comes with `setup_version`: what a page keeps by it costs no statement of its own."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, if still active."""
        user = next(iter(User.objects.raw(PERSON, [user_id])), None)
        return user if user is not None and self.user_can_authenticate(user) else None


class EntranceBackend(WithSetupVersion, AuthenticationBackend):
    """Signing in by e-mail address and password."""


class RoleBackend(WithSetupVersion):
    """Permissions come from a person's roles and from nowhere else.

    Roles are code, so no statement is needed to know what they allow; reading 250 permissions through the groups took
    longer than reading a list's rows. The groups follow the roles for packages that look at them.
    """

    def _get_permissions(self, user_obj: User | AnonymousUser, obj: Model | None, from_name: str) -> set[str]:
        if not isinstance(user_obj, User) or not user_obj.is_active or user_obj.is_superuser or obj is not None:
            held: set[str] = super()._get_permissions(user_obj, obj, from_name)  # type: ignore[misc]
            return held
        if from_name == "user":
            return set()
        return set().union(*(permissions_of(ROLES[slug]) for slug in user_obj.roles if slug in ROLES))


@lru_cache
def permissions_of(role: Role) -> frozenset[str]:
    """Every permission a role holds, as `app.codename`."""
    return frozenset(name for model in apps.get_models() for name in _declared(model) if role.allows(name))


def _declared(model: type[Model]) -> list[str]:
    meta = model._meta
    codenames = [get_permission_codename(verb, meta) for verb in meta.default_permissions]
    return [f"{meta.app_label}.{name}" for name in (*codenames, *(name for name, _ in meta.permissions))]

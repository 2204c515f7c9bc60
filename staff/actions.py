"""What an administrator does with users, and what a person does with their own account."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from crm.changes.action import action
from crm.changes.current import Actor
from crm.changes.locking import locked
from crm.errors import DomainError
from crm.text import clean
from staff.models import User
from staff.roles import ADMINISTRATOR, ROLES, in_order

CHANGEABLE = {"email", "name", "language", "time_zone", "theme"}


@action
def create_user(
    *, by: Actor, email: str, name: str, roles: Iterable[str] = (), password: str | None = None, **preferences: Any
) -> User:
    """Create a user; without a password they set one through "Forgot your password?" or an invitation.

    Raises DomainError for an address in use, an unknown role or a password that is too easy.
    """
    user = User(email=email, name=name)
    _assign(user, preferences)
    _refuse_bad_values(user)
    _set_roles(user, roles)
    _set_password(user, password)
    user.save()
    _join_groups(user)
    return user


@action
def change_user(user: User, *, by: Actor, version: int | None = None, **values: Any) -> User:
    """Change the e-mail address, name, language, time zone or theme of a user.

    `version` is the one the form was filled from. Raises DomainError for a value that cannot be,
    StaleVersion when somebody else saved the user since.
    """
    user = locked(user, version=version)
    former = user.email
    _assign(user, values)
    _refuse_bad_values(user)
    user.save()
    if user.email != former:  # or the former address would still sign in
        EmailAddress.objects.filter(user=user).delete()
    return user


@action
def set_roles(user: User, *, by: Actor, roles: Iterable[str], version: int | None = None) -> User:
    """Give a user exactly these roles.

    Raises DomainError for an unknown role, and when nobody would be left to administer Waypoint.
    """
    _one_change_of_administrators_at_a_time()
    user = locked(user, version=version)
    _set_roles(user, roles)
    user.save()
    _join_groups(user)
    _refuse_without_administrator()
    return user


@action
def deactivate_user(user: User, *, by: Actor, reason: str = "") -> User:
    """Shut a user out at once; what they did stays under their name.

    Raises DomainError for oneself and for the last administrator.
    """
    _one_change_of_administrators_at_a_time()
    user = locked(user)
    if user.pk == by.pk:
        raise DomainError(_("You cannot shut yourself out."))
    user.is_active = False
    user.save()
    _refuse_without_administrator()
    return user


@action
def reactivate_user(user: User, *, by: Actor) -> User:
    """Let a user in again, with the roles they had."""
    user = locked(user)
    user.is_active = True
    user.save()
    return user


@action
def set_password(user: User, *, by: Actor, password: str) -> User:
    """Give a user a new password; history says that it happened, never what it is."""
    user = locked(user)
    _set_password(user, password)
    user.save()
    return user


@transaction.atomic
def sync_roles() -> int:
    """Bring the groups and their permissions in line with `staff.roles`; answers how many changed.

    Groups of roles that no longer exist go. Memberships follow each user's roles.
    """
    changed, held = 0, _permissions_by_name()
    Group.objects.exclude(name__in=ROLES).delete()
    for role in ROLES.values():
        group, created = Group.objects.get_or_create(name=role.slug)
        wanted = {pk for name, pk in held.items() if role.allows(name)}
        if created or wanted != set(group.permissions.values_list("pk", flat=True)):
            group.permissions.set(wanted)
            changed += 1
    for user in User.objects.exclude(roles=[], groups=None).prefetch_related("groups"):
        if {group.name for group in user.groups.all()} != set(user.roles):
            _join_groups(user)
    return changed


def _permissions_by_name() -> dict[str, int]:
    name = Concat(F("content_type__app_label"), Value("."), F("codename"))
    return dict(Permission.objects.annotate(full_name=name).values_list("full_name", "pk"))


def _assign(user: User, values: dict[str, Any]) -> None:
    if unknown := set(values) - CHANGEABLE:
        raise TypeError(f"A user has no changeable {', '.join(sorted(unknown))}.")
    for name, value in values.items():
        setattr(user, name, value)


def _refuse_bad_values(user: User) -> None:
    user.email, user.name = user.email.strip(), clean(user.name).strip()
    if User.objects.filter(email__iexact=user.email).exclude(pk=user.pk).exists():
        raise DomainError(_("Somebody already signs in with this e-mail address."), field="email")
    if user.time_zone and user.time_zone not in available_timezones():
        raise DomainError(_("This time zone is not known."), field="time_zone")
    try:
        user.clean_fields(exclude=["password", "roles"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise DomainError(messages[0], field=field) from error


def _set_roles(user: User, roles: Iterable[str]) -> None:
    roles = list(roles)
    if unknown := set(roles) - set(ROLES):
        raise DomainError(_("There is no role “%(role)s”.") % {"role": unknown.pop()}, field="roles")
    user.roles = in_order(roles)
    user.is_staff = user.is_superuser or ADMINISTRATOR.slug in user.roles


def _join_groups(user: User) -> None:
    """Let the groups follow the roles; on a database that has none yet, make them first."""
    groups = list(Group.objects.filter(name__in=user.roles))
    if len(groups) < len(user.roles):
        sync_roles()
        groups = list(Group.objects.filter(name__in=user.roles))
    user.groups.set(groups)


def _set_password(user: User, password: str | None) -> None:
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise DomainError(" ".join(error.messages), field="password") from error
    user.set_password(password)


def _one_change_of_administrators_at_a_time() -> None:
    """Two administrators who shut each other out at once take turns, so that one of them stays."""
    Group.objects.select_for_update().filter(name=ADMINISTRATOR.slug).first()


def _refuse_without_administrator() -> None:
    active = User.objects.filter(is_active=True)
    if not active.filter(Q(is_superuser=True) | Q(roles__contains=[ADMINISTRATOR.slug])).exists():
        raise DomainError(_("Waypoint needs at least one active administrator."))

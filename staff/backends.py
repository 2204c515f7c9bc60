"""Who may do what: by roles alone."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from staff.models import User


class RoleBackend(ModelBackend):
    """Permissions come from roles (groups) and from nowhere else.

    Nobody is given a single permission, so the statement that would look for them is spared on every page.
    """

    def _get_user_permissions(self, user_obj: User) -> QuerySet[Permission]:
        return Permission.objects.none()

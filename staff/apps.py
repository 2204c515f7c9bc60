"""The app of users and roles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    """Users, roles, second factor."""

    name = "staff"
    verbose_name = _("Staff")

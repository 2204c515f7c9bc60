"""The room of the activity pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivityConfig(AppConfig):
    """Activity, change sets, undo."""

    name = "crm.activity"
    label = "activity"

    def ready(self) -> None:
        """Stand in the navigation, last."""
        from crm.navigation.registry import NavigationItem, register

        register(NavigationItem(_("Activity"), "activity:list", "history", "changes.view_changeset", 200))

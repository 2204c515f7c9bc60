"""The app of imports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Staging, mapping, checking, applying and undoing files of rows."""

    name = "crm.imports"
    label = "imports"

    def ready(self) -> None:
        """Enter the place of imports, for whoever may import anything."""
        from crm.imports.places import ImportPlace
        from crm.navigation.registry import register

        register(ImportPlace(_("Imports"), "imports:list", "file-import", None, 110))

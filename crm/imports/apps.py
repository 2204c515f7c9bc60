"""The app of imports."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Staging, mapping, checking, applying and undoing files of rows."""

    name = "crm.imports"
    label = "imports"

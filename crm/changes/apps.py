"""The app that records changes."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """History, change sets, undo and the conflict rule."""

    name = "crm.changes"
    label = "changes"
    verbose_name = "Changes"

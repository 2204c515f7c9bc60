"""The app behind this room."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Archive batches: what left together comes back together."""

    name = "crm.archive"
    label = "archive"

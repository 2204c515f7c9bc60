"""The app behind this room."""

from django.apps import AppConfig


class LabelsConfig(AppConfig):
    """Tags and typed custom attributes."""

    name = "crm.labels"
    label = "labels"

"""The app behind this room."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Demonstration and measurement data."""

    name = "crm.demo"
    label = "demo"

"""The app behind what is remembered."""

from django.apps import AppConfig


class RememberedConfig(AppConfig):
    """Holds the version of what was set up."""

    name = "crm.remembered"
    label = "remembered"

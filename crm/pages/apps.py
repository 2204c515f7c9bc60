"""The app behind this room."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The page kinds every app declares its pages with."""

    name = "crm.pages"
    label = "pages"

"""The app that brings the search function and its extension into the database."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Folding in SQL, and the sources of the global search."""

    name = "crm.search"
    label = "search"

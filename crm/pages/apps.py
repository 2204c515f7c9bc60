"""The app behind the page kinds."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The page kinds every app declares its pages with."""

    name = "crm.pages"
    label = "pages"

    def ready(self) -> None:
        """Register the check of every address."""
        from crm.pages import checks  # noqa: F401 - importing it registers the check

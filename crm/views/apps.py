"""The app of saved views."""

from django.apps import AppConfig


class ViewsConfig(AppConfig):
    """Saved views of lists, own and shared."""

    name = "crm.views"
    label = "views"

    def ready(self) -> None:
        """A bare list opens with the view its reader chose."""
        from crm.pages.lists import register_opening
        from crm.views.tabs import opening_query

        register_opening(opening_query)

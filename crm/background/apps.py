"""The app of background jobs."""

from django.apps import AppConfig


class BackgroundConfig(AppConfig):
    """The queue, the worker, and the page that shows how far a job is."""

    name = "crm.background"
    label = "background"

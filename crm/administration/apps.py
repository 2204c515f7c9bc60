"""The app that shows the kernel's tables to administrators."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Its `admin.py` declares the pages of tags, attributes, numbers, archive batches and change sets."""

    name = "crm.administration"
    label = "administration"

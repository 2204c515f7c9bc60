"""The app behind this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LabelsConfig(AppConfig):
    """Tags and typed custom attributes."""

    name = "crm.labels"
    label = "labels"
    verbose_name = _("Tags and custom attributes")

    def ready(self) -> None:
        """History tells attributes by their labels."""
        from crm.changes.values import register_describer
        from crm.labels.attributes import COLUMN, describe_attributes, nouns_with_attributes

        for noun in nouns_with_attributes():
            register_describer(noun, COLUMN, describe_attributes(noun))

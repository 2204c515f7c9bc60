"""The app behind this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttachmentsConfig(AppConfig):
    """Files kept with records."""

    name = "crm.attachments"
    label = "attachments"
    verbose_name = _("Files")

"""The app of sites."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    """Sites, geocoders, Plus Codes, maps."""

    name = "sites"
    verbose_name = _("Sites")

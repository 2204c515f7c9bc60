"""The app of sites."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    """Sites, geocoders, Plus Codes, maps."""

    name = "sites"
    verbose_name = _("Sites")

    def ready(self) -> None:
        """Enter what sites bring: archiving with their customer, the demo, and the words for what is done with them."""
        from crm.archive.registry import register_child
        from crm.changes.sentences import register_verb
        from crm.demo.chapters import Chapter, register_chapter
        from customers.models import Customer
        from sites import demo
        from sites.models import PendingSite, Site

        register_child(Customer, Site, "customer")
        register_child(Customer, PendingSite, "customer")
        register_chapter(Chapter(30, demo.is_told, demo.tell))
        register_verb("confirm_location", _("confirmed the location of"))
        register_verb("move_pin", _("moved the pin of"))
        register_verb("hand_over_site", _("handed over"))
        register_verb("locate_pending", _("located"))
        register_verb("refuse_pending", _("refused"))

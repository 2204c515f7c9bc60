"""The app of sites."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    """Sites, geocoders, Plus Codes, maps."""

    name = "sites"
    verbose_name = _("Sites")

    def ready(self) -> None:
        """Enter what sites bring."""
        _enter_pages()
        _enter_rules()


def _enter_pages() -> None:
    """Panels and tabs on sites and customers, in the list of customers a line for each site, navigation and search."""
    from crm.activity.timelines import HISTORY_TAB
    from crm.navigation.registry import CreateItem, NavigationItem, register
    from crm.pages.detail import register_action, register_panel, register_tab
    from crm.search.registry import register_source
    from customers.entries import register_entries
    from customers.models import Customer
    from sites import finding, occupants, panels
    from sites.entries import SITES
    from sites.models import Site

    for panel in (panels.PLACE, panels.DETAILS, panels.NOTE, occupants.OCCUPANTS):
        register_panel(Site, panel)
    register_action(Site, occupants.HandOver)
    register_tab(Site, HISTORY_TAB)
    register_panel(Customer, panels.CUSTOMER_PANEL)
    register_tab(Customer, panels.CUSTOMER_TAB)
    register_entries(SITES)
    register_source(finding.SEARCH)
    register(NavigationItem(_("Sites"), "sites:list", "map-pin", "sites.view_site", 20))
    register(CreateItem(_("Site"), "sites:create", "map-pin", "sites.add_site", 20))


def _enter_rules() -> None:
    """Leaving with their customer, the import, the words for what is done, demo and generated sites."""
    from crm.archive.registry import register_child
    from crm.changes.sentences import register_verb
    from crm.demo.chapters import Chapter, register_chapter
    from crm.demo.generation import register_generator
    from crm.imports import kinds
    from customers.models import Customer
    from sites import demo
    from sites.generation import FILLS, generate_sites
    from sites.imports.kind import SiteImport
    from sites.models import PendingSite, Site

    register_child(Customer, Site, "customer")
    register_child(Customer, PendingSite, "customer")
    kinds.register(SiteImport())
    register_chapter(Chapter(30, demo.is_told, demo.tell))
    register_generator(30, generate_sites, fills=FILLS)
    register_verb("confirm_location", _("confirmed the location of"))
    register_verb("move_pin", _("moved the pin of"))
    register_verb("hand_over_site", _("handed over"))
    register_verb("locate_pending", _("located"))
    register_verb("look_up_places", _("looked up the address of"))
    register_verb("renew_location", _("renewed the location of"))
    register_verb("refresh_locations", _("forgot the proposal for"))
    register_verb("refuse_pending", _("refused"))

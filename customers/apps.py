"""The app of customers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    """Customers, their statuses, addresses and notes."""

    name = "customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        """Enter what customers bring: page parts, search, places, archiving, files, import, demo, measurement data."""
        from crm.activity.timelines import ACTIVITY_TAB
        from crm.archive.registry import register_child
        from crm.attachments.panels import register_owner
        from crm.changes.sentences import register_verb
        from crm.demo.chapters import Chapter, register_chapter
        from crm.demo.generation import register_generator
        from crm.imports import kinds
        from crm.navigation.registry import CreateItem, NavigationItem, register
        from crm.pages.detail import register_panel, register_tab
        from crm.search.registry import register_source
        from customers import entries, panels
        from customers.demo import story
        from customers.generation.generate import FILLS, generate_customers
        from customers.imports import CustomerImport
        from customers.models import Address, Customer, Note

        register_verb("force_stage", _("decided the stage of"))
        register_verb("release_stage", _("released the stage of"))
        register_child(Customer, Note, "customer")
        register_child(Customer, Address, "customer")
        for panel in (panels.DETAILS, panels.NOTES, panels.LATEST):
            register_panel(Customer, panel)
        for tab in (panels.ADDRESSES_TAB, panels.NOTES_TAB, ACTIVITY_TAB):
            register_tab(Customer, tab)
        entries.register_entries(entries.ADDRESSES)
        register_source(panels.SEARCH)
        register(NavigationItem(_("Customers"), "customers:list", "users", "customers.view_customer", 10))
        register(CreateItem(_("Customer"), "customers:create", "users", "customers.add_customer", 10))
        register_chapter(Chapter(20, story.is_told, story.tell))
        register_generator(20, generate_customers, fills=FILLS)
        register_owner(Customer)
        kinds.register(CustomerImport())

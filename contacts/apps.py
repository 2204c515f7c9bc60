"""The app of contacts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ContactsConfig(AppConfig):
    """People, what they are to customers, warnings and the gate, consents."""

    name = "contacts"
    verbose_name = _("Contacts")

    def ready(self) -> None:
        """Enter what contacts bring."""
        _enter_pages()
        _enter_rules()


def _enter_pages() -> None:
    """Panels, tabs and warnings on records; places in the navigation; the steps of taking a customer on."""
    from contacts import finding, guided, on_customers, panels
    from contacts.models import Contact
    from crm.navigation.registry import CreateItem, NavigationItem, register
    from crm.pages.detail import register_notice, register_panel, register_tab
    from crm.search.registry import register_source
    from customers.models import Customer
    from sites.models import Site

    for panel in (panels.REACH, panels.CUSTOMERS, panels.CONSENTS, panels.PRIVACY):
        register_panel(Contact, panel)
    for tab in (panels.CUSTOMERS_TAB, panels.HISTORY_TAB):
        register_tab(Contact, tab)
    register_panel(Customer, on_customers.PANEL)
    register_tab(Customer, on_customers.TAB)
    for noun in (Customer, Contact, Site):
        register_notice(noun, panels.WARNINGS)
    register_source(finding.SEARCH)
    register(NavigationItem(_("Contacts"), "contacts:list", "address-book", "contacts.view_contact", 30))
    register(CreateItem(_("Contact"), "contacts:create", "address-book", "contacts.add_contact", 30))
    register(CreateItem(_("Customer, step by step"), "contacts:guided_start", "users", "customers.add_customer", 15))
    for step in (guided.CONTACT, guided.SITE):
        guided.register_step(step)


def _enter_rules() -> None:
    """The person of an individual, archiving, erasure, the words for what is done, demo and generated people."""
    from contacts import demo
    from contacts.actions.archive import is_a_live_customer
    from contacts.actions.individuals import keep_person
    from contacts.generation import FILLS, generate_contacts
    from contacts.imports.kind import ContactImport
    from contacts.models import Contact, CustomerContact
    from contacts.privacy import disclosure
    from contacts.privacy.holding import register_holder
    from contacts.privacy.of_individual import of_individual
    from contacts.privacy.of_others import of_others
    from contacts.privacy.of_person import of_person
    from contacts.privacy.traces import of_traces
    from crm.archive.registry import register_blocker, register_child
    from crm.changes.sentences import register_verb
    from crm.demo.chapters import Chapter, register_chapter
    from crm.demo.generation import register_generator
    from crm.imports import kinds
    from customers.companions import register_companion
    from customers.models import Customer, Kind

    kinds.register(ContactImport())
    register_generator(40, generate_contacts, fills=FILLS)
    register_chapter(Chapter(40, demo.is_told, demo.tell))
    for find in (of_person, of_individual, of_traces, of_others):
        register_holder(find)
    disclosure.register_sections(disclosure.of_person)
    disclosure.register_sections(disclosure.of_individual)
    register_companion(Kind.INDIVIDUAL, keep_person)
    register_child(Customer, CustomerContact, "customer")
    register_child(Customer, Contact, "individual")
    register_blocker(Contact, is_a_live_customer)
    register_verb("add_contact", _("added the contact"), of_many=pgettext_lazy("somebody did it", "added"))
    register_verb("link_contact", _("added the contact"), of_many=pgettext_lazy("somebody did it", "added"))
    register_verb("unlink_contact", _("took off"))
    register_verb("disclose_contact", _("handed over the data of"))
    register_verb("erase_contact", _("erased the data of"))
    register_verb("lift_warning", _("lifted the warning"), of_many=pgettext_lazy("somebody did it", "lifted"))

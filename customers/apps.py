"""The app of customers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    """Customers, their statuses, addresses and notes."""

    name = "customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        """Say what leaves with a customer, that it has files, how it is imported, and its measurement data."""
        from crm.archive.registry import register_child
        from crm.attachments.panels import register_owner
        from crm.demo.generation import register_generator
        from crm.imports.kinds import register
        from customers.generation.generate import FILLS, generate_customers
        from customers.imports import CustomerImport
        from customers.models import Address, Customer, Note

        register_child(Customer, Note, "customer")
        register_child(Customer, Address, "customer")
        register_generator(20, generate_customers, fills=FILLS)
        register(CustomerImport())
        register_owner(Customer)

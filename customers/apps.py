"""The app of customers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    """Customers, their statuses, addresses and notes."""

    name = "customers"
    verbose_name = _("Customers")

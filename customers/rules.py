"""What a customer's status allows, and refusing in words where it does not."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.errors import DomainError

if TYPE_CHECKING:
    from customers.models import Customer

RULES = {
    "allows_services": gettext_lazy("It does not allow new services."),
    "allows_opportunities": gettext_lazy("It does not allow opportunities."),
    "allows_quotes": gettext_lazy("It does not allow quotes."),
    "allows_jobs": gettext_lazy("It does not allow jobs."),
    "allows_invoices": gettext_lazy("It does not allow invoices."),
    "bills_recurring": gettext_lazy("Its recurring charges are not billed."),
    "sends_outage_notices": gettext_lazy("It gets no outage notices."),
    "sends_marketing": gettext_lazy("It gets no marketing."),
}


def allows(customer: "Customer", rule: str) -> bool:
    """Whether a live customer's status allows something; `rule` is a flag of CustomerStatus."""
    if rule not in RULES:
        raise KeyError(rule)
    return not customer.is_archived and bool(getattr(customer.status, rule))


def refuse_unless(customer: "Customer", rule: str) -> None:
    """Raise DomainError, saying why, unless the customer is live and its status allows this.

    Every action that creates something for a customer calls it: `refuse_unless(customer, "allows_jobs")`.
    """
    if customer.is_archived:
        message = _("%(customer)s is archived. Restore it first.")
        raise DomainError(message % {"customer": customer}, field="customer")
    if not allows(customer, rule):
        message = _("The status of %(customer)s is “%(status)s”. %(rule)s")
        values = {"customer": customer, "status": customer.status, "rule": RULES[rule]}
        raise DomainError(message % values, field="customer")

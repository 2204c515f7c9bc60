"""What documents for a customer print; one place, so that a quote and a job's plan never say different things."""

from customers.models import Customer


def printed_note(customer: Customer) -> str:
    """The customer note as every quote and every plan of a job prints it; empty where there is none.

    It is edited on the customer alone. Internal notes are never part of a document.
    """
    return customer.customer_note.strip()

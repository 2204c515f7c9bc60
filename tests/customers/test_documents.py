"""What quotes and plans of jobs print of a customer's notes, on two sample documents."""

from collections.abc import Callable

import pytest
from django.template import Context, Template
from django.test import Client

from customers.documents import printed_note
from customers.models import Customer
from tests.factories import CustomerFactory, person

pytestmark = pytest.mark.django_db


def quote(customer: Customer) -> str:
    """The sample of a quote."""
    page = Template("Quote for {{ customer.name }}\n{{ note|linebreaks }}")
    return page.render(Context({"customer": customer, "note": printed_note(customer)}))


def plan(customer: Customer) -> str:
    """The sample of a technician's plan."""
    return f"09:00 {customer.name}: {printed_note(customer)}"


@pytest.mark.feature("F088")
@pytest.mark.parametrize("document", [quote, plan])
def test_customer_note_edited_once_stands_on_quotes_and_plans(
    client: Client, document: Callable[[Customer], str]
) -> None:
    client.force_login(person("ana"))
    customer = CustomerFactory(customer_note="Ring twice", internal_note="Haggles")
    assert "Ring twice" in document(customer)
    form = {"kind": customer.kind, "name": customer.name, "roles": customer.roles, "currency": "EUR"}
    values = {**form, "status": customer.status_id, "customer_note": "Ring once", "version": customer.version}
    assert client.post(f"/customers/{customer.pk}/edit/", values).status_code == 302
    printed = document(Customer.objects.get(pk=customer.pk))
    assert "Ring once" in printed
    assert "Ring twice" not in printed


@pytest.mark.feature("F087")
@pytest.mark.parametrize("document", [quote, plan])
def test_internal_note_is_on_no_document(document: Callable[[Customer], str]) -> None:
    customer = CustomerFactory(customer_note="", internal_note="Haggles")
    assert "Haggles" not in document(customer)

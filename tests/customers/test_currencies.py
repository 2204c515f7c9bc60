"""Only what is a currency is taken for one, by whatever route."""

import pytest
from django.test import Client

from crm.errors import DomainError
from customers.actions import change_customer
from customers.currencies import CODES
from customers.import_fields import currency
from staff.models import User
from tests.factories import CustomerFactory


@pytest.mark.parametrize("code", ["NIL", "EURO", "E", "eu\x00", "XXX", "12€"])
def test_what_is_no_currency_is_refused_with_advice(ana: User, code: str) -> None:
    customer = CustomerFactory(by=ana, currency="CHF")
    with pytest.raises(DomainError, match="such as EUR") as refused:
        change_customer(customer, by=ana, currency=code)
    assert refused.value.field == "currency"
    with pytest.raises(ValueError, match="such as EUR"):
        currency(code)
    customer.refresh_from_db()
    assert customer.currency == "CHF"


def test_form_keeps_what_was_typed_beside_the_reason(ana: User, client: Client) -> None:
    client.force_login(ana)
    answer = client.post("/customers/new/", {"kind": "company", "name": "Orange", "currency": "NIL"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“NIL” is no currency" in page
    assert 'value="NIL"' in page


def test_small_letters_are_understood() -> None:
    assert currency("gbp") == "GBP"
    assert {"EUR", "USD", "JPY", "XOF", "MAD"} <= CODES

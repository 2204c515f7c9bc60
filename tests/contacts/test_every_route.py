"""Every action that makes a job, an opportunity, a quote or an invoice passes the gate."""

from types import SimpleNamespace

import pytest
from django.urls import get_resolver

from contacts.actions import add_warning
from contacts.gate.check import Blocked
from contacts.gate.forms import GatedPage
from crm.changes.action import action
from crm.pages.checks import walk
from crm.pages.edit import CreatePage
from customers.models import Customer, Note
from staff.models import User
from tests.contacts import gated
from tests.factories import CustomerFactory, person


@pytest.mark.feature("X9")
def test_every_action_of_the_product_that_must_pass_has_its_line() -> None:
    found = gated.must_pass([*gated.product_actions(), *gated.performed_by_pages()])
    assert sorted(found - set(gated.PASSES)) == [], "tests/contacts/gated.py says what to do"


def test_actions_of_the_product_are_found() -> None:
    names = {function.__name__ for function in gated.product_actions()}
    assert {"create_customer", "create_site", "add_warning", "archive"} <= names


@pytest.mark.feature("F090", "F091", "X9")
@pytest.mark.parametrize("name", gated.PASSES)
def test_each_of_them_refuses_a_blocked_customer_and_leaves_no_row(ana: User, name: str) -> None:
    customer = CustomerFactory()
    gated.PASSES[name](customer, ana)
    rows = Note.objects.count()
    add_warning(customer, by=ana, level="block", message="Mauvais payeur")
    with pytest.raises(Blocked):
        gated.PASSES[name](customer, person("sofia"))
    assert Note.objects.count() == rows


def test_new_action_without_a_line_is_caught() -> None:
    @action
    def copy_quotes(customer: Customer, *, by: User) -> None:
        """Somebody forgot the gate."""

    @action
    def archive_quote(customer: Customer, *, by: User) -> None:
        """Makes nothing."""

    @action
    def invoice_customer(customer: Customer, *, by: User) -> None:
        """The noun is the verb."""

    found = gated.must_pass([copy_quotes, archive_quote, invoice_customer, gated.book_visit])
    assert {name.rpartition(".")[2] for name in found} == {"copy_quotes", "book_visit", "invoice_customer"}


@pytest.mark.feature("X9")
def test_no_page_of_the_product_makes_something_gated_by_a_form_without_the_gate() -> None:
    assert gated.ungated_pages(view for _route, view in walk(get_resolver().url_patterns)) == set()


def test_new_page_without_the_gate_is_caught_whatever_it_calls() -> None:
    class Quote:
        """A noun to come."""

        _meta = SimpleNamespace(model_name="quote")

    class NewQuote(CreatePage):
        """Somebody saves by hand."""

        queryset = SimpleNamespace(model=Quote)  # type: ignore[assignment]

    class NewGatedQuote(GatedPage, NewQuote):
        """The same with the gate."""

    views = [SimpleNamespace(view_class=page) for page in (NewQuote, NewGatedQuote, gated.BookVisit)]
    assert {name.rpartition(".")[2] for name in gated.ungated_pages(views)} == {"NewQuote"}

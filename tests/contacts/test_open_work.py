"""Adding a block lists what is open, and cancels none of it."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client

from contacts.gate import open_work
from contacts.gate.open_work import OpenWork, register_open_work
from contacts.models import Warning
from customers.actions import add_note
from customers.models import Note
from staff.models import User
from tests.factories import CustomerFactory, WarningFactory


def open_visits(warning: Warning) -> Sequence[OpenWork]:
    """The sample: notes as jobs will say it."""
    notes = Note.objects.filter(customer=warning.customer)
    return [OpenWork(f"Visit “{note.body}”", f"/jobs/{note.pk}/") for note in notes]


@pytest.fixture
def browser(client: Client, ana: User, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(open_work, "_finders", [])
    register_open_work(open_visits)
    client.force_login(ana)
    return client


def put(browser: Client, customer: Any, level: str) -> Any:
    values = {"level": level, "message": "Mauvais payeur", "actions": ["job"]}
    return browser.post(f"/contacts/warnings/customer/{customer.pk}/new/", values)


@pytest.mark.feature("F089")
def test_block_leads_to_what_is_open_and_leaves_it_open(browser: Client, ana: User) -> None:
    customer = CustomerFactory()
    note = add_note(customer, by=ana, body="New router")
    response = put(browser, customer, "block")
    warning = Warning.objects.get()
    assert response.headers["Location"] == f"/contacts/warnings/{warning.pk}/"
    page = browser.get(response.headers["Location"]).content.decode()
    assert f'<a href="/jobs/{note.pk}/">Visit “New router”</a>' in page
    assert "cancels nothing by itself" in page
    assert Note.objects.filter(pk=note.pk, archived_at=None).exists()


@pytest.mark.parametrize("level", ["info", "warning"])
def test_milder_warning_leads_back_to_the_customer(browser: Client, level: str) -> None:
    customer = CustomerFactory()
    assert put(browser, customer, level).headers["Location"] == customer.get_absolute_url()


def test_block_with_nothing_open_leads_back_to_the_customer(browser: Client) -> None:
    customer = CustomerFactory()
    assert put(browser, customer, "block").headers["Location"] == customer.get_absolute_url()


def test_warning_that_becomes_a_block_lists_what_is_open_too(browser: Client, ana: User) -> None:
    warning = WarningFactory(level="warning")
    add_note(warning.customer, by=ana, body="New router")
    values = {"level": "block", "message": warning.message, "actions": ["job"], "version": warning.version}
    response = browser.post(f"/contacts/warnings/{warning.pk}/edit/", values)
    assert response.headers["Location"] == f"/contacts/warnings/{warning.pk}/"

"""Somebody edits at one end while somebody else edits at the other: the later one meets the conflict page."""

from typing import Any

import pytest
from django.test import Client

from contacts.models import CustomerContact
from customers.actions import create_customer
from customers.models import Customer
from staff.models import User
from tests.factories import LinkFactory


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a form."""
    return page.partition(f'name="{name}" value="')[2].partition('"')[0]


def opened_at(browser: Client, page_url: str, link: CustomerContact) -> tuple[str, str]:
    """Follow the button of a record's page to the form; answers the form's address and version."""
    page = browser.get(page_url).content.decode()
    address = f"/contacts/links/{link.pk}/edit/?next={page_url}"
    assert address in page
    return address, hidden(browser.get(address).content.decode(), "version")


@pytest.mark.parametrize("first", ["customer", "contact"])
def test_link_edited_from_both_ends_is_saved_once_and_the_other_meets_the_conflict(browser: Client, first: str) -> None:
    link = LinkFactory()
    ends = {
        "customer": opened_at(browser, f"/customers/{link.customer.pk}/contacts/", link),
        "contact": opened_at(browser, f"/contacts/{link.contact.pk}/", link),
    }
    (here, version), (there, stale) = ends.pop(first), ends.popitem()[1]
    assert version == stale
    saved = browser.post(here, {"may_order": "on", "primary": "on", "version": version})
    assert saved.headers["Location"] == here.partition("next=")[2]
    response = browser.post(there, {"may_change": "on", "primary": "on", "version": stale})
    assert response.status_code == 409
    page = response.content.decode()
    assert "May order" in page
    assert "May change" in page
    link.refresh_from_db()
    assert (link.may_order, link.may_change) == (True, False)
    again = browser.post(there, {"may_change": "on", "primary": "on", "version": hidden(page, "version")})
    assert again.status_code == 302
    link.refresh_from_db()
    assert (link.may_order, link.may_change) == (False, True)


def values_of(customer: Customer, **changed: Any) -> dict[str, Any]:
    form = {"kind": customer.kind, "name": customer.name, "roles": customer.roles, "currency": "EUR"}
    return {**form, "status": customer.status_id, "version": customer.version, **changed}


@pytest.fixture
def marie(ana: User) -> Customer:
    return create_customer(by=ana, kind="individual", name="Marie Dubois", email="marie@example.com")


@pytest.mark.feature("F074")
def test_person_edited_while_the_customer_is_being_edited_is_a_conflict_there(browser: Client, marie: Customer) -> None:
    values = values_of(marie, name="Marie Mine")
    person = {"given_name": "Marie", "family_name": "Theirs", "emails": ["marie@example.com"], "version": 1}
    assert browser.post(f"/contacts/{marie.person.pk}/edit/", person).status_code == 302
    response = browser.post(f"/customers/{marie.pk}/edit/", values)
    assert response.status_code == 409
    assert "Marie Theirs" in response.content.decode()
    assert "Marie Mine" in response.content.decode()
    assert Customer.objects.get().name == "Marie Theirs"


@pytest.mark.feature("F074")
def test_customer_edited_while_the_person_is_being_edited_is_a_conflict_there(browser: Client, marie: Customer) -> None:
    assert browser.post(f"/customers/{marie.pk}/edit/", values_of(marie, name="Marie Theirs")).status_code == 302
    person = {"given_name": "Marie", "family_name": "Mine", "version": 1}
    response = browser.post(f"/contacts/{marie.person.pk}/edit/", person)
    assert response.status_code == 409
    assert "Theirs" in response.content.decode()
    marie.person.refresh_from_db()
    assert str(marie.person) == "Marie Theirs"

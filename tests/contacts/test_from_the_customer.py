"""From a customer's page: a worksite, a person or an address is added to it, and the customer's page comes back."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from customers.models import Customer
from tests.factories import CustomerFactory

WORDS = {"site": "Add a site", "contact": "Add a contact", "address": "Add address"}
TYPED = {
    "site": {"name": "Barn", "site_type": "other", "country": "FR", "latitude": "45.7601", "longitude": "4.8333"},
    "contact": {"given_name": "Ada", "family_name": "Lind", "emails": "", "emails_label": ""},
    "address": {"address_type": "other", "line1": "2 Other Street", "country": "FR"},
}


def link_called(words: str, page: str) -> str:
    """Where the first link of these words leads."""
    found = re.search(rf'<a [^>]*href="([^"]+)"[^>]*>(?:(?!</a>).)*{words}\s*</a>', page, re.DOTALL)
    assert found, words
    return unescape(found[1])


def made(customer: Customer, noun: str) -> Any:
    """The record that was added."""
    found = {"site": customer.sites, "contact": customer.contact_links, "address": customer.addresses}
    return found[noun].get()  # type: ignore[attr-defined]


@pytest.mark.feature("F084")
@pytest.mark.parametrize(
    ("noun", "part"),
    [("site", ""), ("site", "sites/"), ("contact", ""), ("contact", "contacts/"), ("address", "addresses/")],
)
def test_what_is_added_from_the_record_inherits_the_customer_and_leads_back(
    browser: Client, noun: str, part: str
) -> None:
    CustomerFactory()
    customer = CustomerFactory(name="Orange")
    here = f"/customers/{customer.pk}/{part}"
    page: Any = browser.get(here)
    address = link_called(WORDS[noun], page.text)
    form: Any = browser.get(address)
    assert (form.status_code, "Orange" in form.text) == (200, True)
    saved: Any = browser.post(address, TYPED[noun])
    assert saved.status_code == 302, saved.text
    assert saved["Location"] == here
    assert made(customer, noun).customer == customer


@pytest.mark.feature("F084")
def test_the_form_is_asked_for_nobody_elses_customer(browser: Client) -> None:
    gone = CustomerFactory(archived=True)
    for address in (
        f"/sites/new/?customer={gone.pk}",
        f"/contacts/of/{gone.pk}/new/",
        f"/customers/{gone.pk}/addresses/new/",
    ):
        assert browser.get(address).status_code == 404

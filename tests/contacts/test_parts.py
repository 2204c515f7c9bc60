"""The parts of a record, each with an address of its own, and the ways from a customer to what it has."""

from typing import Any

import pytest
from django.test import Client

from crm.pages import detail
from crm.pages.detail import Tab, register_tab
from customers.actions import add_address, add_note
from customers.models import Customer
from staff.models import User
from tests.factories import CustomerFactory, LinkFactory, SiteFactory, grant, person

# The management tabs of 002:5 whose noun exists; sales, accounting and marketing come with their apps
PARTS = {"contacts": "Contacts", "sites": "Sites", "addresses": "Addresses", "notes": "Notes", "activity": "Activity"}


@pytest.fixture
def customer(ana: User) -> Customer:
    made = CustomerFactory(name="Orange")
    for name in ("Lind", "Berg"):
        LinkFactory(customer=made, family_name=name)
    SiteFactory(customer=made, name="Shop")
    add_address(made, by=ana, address_type="billing", line1="2 Billing Street", city="Lyon", country="FR")
    add_note(made, by=ana, body="Call back")
    return made


@pytest.mark.feature("F083")
@pytest.mark.parametrize(
    ("part", "shown"),
    [
        ("contacts", "Lind"),
        ("sites", "Shop"),
        ("addresses", "2 Billing Street"),
        ("notes", "Call back"),
        ("activity", "created the"),
    ],
)
def test_each_part_of_a_customer_has_an_address_and_is_asked_for_alone_by_the_page(
    browser: Client, customer: Customer, part: str, shown: str
) -> None:
    url = f"/customers/{customer.pk}/{part}/"
    page = browser.get(url).content.decode()
    assert "Orange" in page
    assert f'<a href="{url}" aria-current="page"' in page
    assert shown in page
    alone = browser.get(url, headers={"HX-Request": "true"}).content.decode()
    assert shown in alone
    assert "<html" not in alone


@pytest.mark.feature("F083")
def test_parts_stand_on_every_part_and_only_for_whoever_may_open_them(browser: Client, customer: Customer) -> None:
    for part in ("", *(f"{slug}/" for slug in PARTS)):
        page = browser.get(f"{customer.get_absolute_url()}{part}").content.decode()
        for slug, label in PARTS.items():
            assert f'href="{customer.get_absolute_url()}{slug}/"' in page
            assert label in page
    assert browser.get(f"{customer.get_absolute_url()}accounting/").status_code == 404


@pytest.mark.feature("F083")
def test_app_that_comes_later_gives_customers_a_part_with_an_address(
    browser: Client, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sample: accounting, as billing will register it."""

    def balance(customer: Any, request: Any) -> dict[str, Any]:
        return {"addresses": [], "archived": [], "may_add": False, "may_change": False}

    monkeypatch.setitem(detail._tabs, Customer, [*detail._tabs[Customer]])
    tab = Tab("accounting", "Accounting", "customers/_addresses.html", balance, "customers.view_customer", lambda _: 7)
    register_tab(Customer, tab)
    url = f"{customer.get_absolute_url()}accounting/"
    page = browser.get(url).content.decode()
    assert f'<a href="{url}" aria-current="page"' in page
    assert "Accounting" in page
    assert ">7<" in page


@pytest.mark.feature("F110")
def test_customer_leads_to_sites_contacts_and_addresses_with_their_numbers(browser: Client, customer: Customer) -> None:
    counts = {"contacts": 2, "sites": 1, "addresses": 1, "notes": 1}
    menu = browser.get(f"/customers/{customer.pk}/menu/", headers={"HX-Request": "true"}).content.decode()
    page = browser.get(customer.get_absolute_url()).content.decode()
    for slug, count in counts.items():
        for text in (menu, page):
            link = text.partition(f'href="{customer.get_absolute_url()}{slug}/"')[2].partition("</a>")[0]
            assert f'<span class="badge">{count}</span>' in link, slug


@pytest.mark.feature("F110")
def test_menu_of_a_row_leads_nowhere_the_person_may_not_go(client: Client, customer: Customer) -> None:
    nina = person("nina")
    grant(nina, "view_customer")
    client.force_login(nina)
    menu = client.get(f"/customers/{customer.pk}/menu/", headers={"HX-Request": "true"}).content.decode()
    assert customer.get_absolute_url() in menu
    assert f"{customer.get_absolute_url()}contacts/" not in menu

"""Addresses in lists: entries below the record they belong to, and a search on them finds the record."""

from typing import Any

import pytest
from django.test import Client

from customers import entries
from customers.actions import archive_address
from customers.models import Customer
from staff.models import User
from tests.factories import AddressFactory, ContactFactory, CustomerFactory, SiteFactory

pytestmark = pytest.mark.feature("F086")


@pytest.fixture
def orange(ana: User) -> Customer:
    customer = CustomerFactory(name="Orange", line1="1 Main Street", city="Lyon")
    AddressFactory(customer=customer, address_type="billing", line1="2 Rue de l’Évêché", city="Besançon")
    AddressFactory(customer=customer, address_type="private", line1="3 Private Street", city="")
    SiteFactory(customer=customer, name="Shop", line1="4 Quai des Brumes", city="Le Havre", postal_code="76600")
    return customer


def below(browser: Client, query: str, noun: str = "customers") -> list[str]:
    """The lines below the rows of a list, their texts in order."""
    page: Any = browser.get(f"/{noun}/?{query}", headers={"HX-Request": "true"})
    assert page.status_code == 200
    lines = page.text.split('<tr class="row-attached">')[1:]
    return [" ".join(_text(line.partition("</tr>")[0]).split()) for line in lines]


def _text(html: str) -> str:
    return "".join(part.partition(">")[2] for part in f">{html}".replace("&#x27;", "'").split("<"))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("eveche", "Billing address 2 Rue de l’Évêché, 69003, Besançon"),
        ("besancon", "Billing address 2 Rue de l’Évêché, 69003, Besançon"),
        ("3 private", "Private address 3 Private Street, 69003"),
        ("4 quai brumes", "Site 4 Quai des Brumes, 76600, Le Havre · Shop"),
        ("76600", "Site 4 Quai des Brumes, 76600, Le Havre · Shop"),
    ],
)
def test_a_search_on_an_address_finds_its_customer_and_shows_why(
    browser: Client, orange: Customer, typed: str, shown: str
) -> None:
    AddressFactory(customer=CustomerFactory(name="Other"), address_type="billing", line1="9 Elsewhere", city="Nice")
    page: Any = browser.get(f"/customers/?q={typed}")
    assert "Orange" in page.text
    assert "Other" not in page.text
    assert below(browser, f"q={typed}") == [shown]


def test_an_address_leads_to_where_it_is_changed(browser: Client, orange: Customer) -> None:
    page: Any = browser.get("/customers/?q=eveche")
    assert f'href="/customers/{orange.pk}/addresses/"' in page.text


def test_the_plain_list_shows_none_and_asks_for_none(
    browser: Client, orange: Customer, django_assert_num_queries: Any
) -> None:
    assert below(browser, "") == []
    assert below(browser, "q=Orange") == []


def test_all_of_them_are_shown_by_choice(browser: Client, orange: Customer) -> None:
    lines = below(browser, "columns=name,addresses")
    assert [line.split()[0] for line in lines] == ["Billing", "Private", "Site"]
    assert [line.split()[0] for line in below(browser, "columns=name,addresses&q=orange")] == [
        "Billing",
        "Private",
        "Site",
    ]


def test_an_archived_address_finds_nobody(browser: Client, orange: Customer, ana: User) -> None:
    archive_address(orange.addresses.get(address_type="billing"), by=ana)
    assert below(browser, "q=eveche") == []
    assert "Orange" not in browser.get("/customers/?q=eveche").text  # type: ignore[attr-defined]
    assert len(below(browser, "columns=name,addresses")) == 2


def test_words_that_too_many_addresses_hold_name_none(
    browser: Client, orange: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "TOO_COMMON", 0)
    assert entries.owners_of("besancon") == set()
    assert below(browser, "q=besancon") == []


def test_a_customer_with_many_sites_shows_the_first_few(browser: Client, orange: Customer) -> None:
    SiteFactory.create_batch(9, customer=orange)
    assert len([line for line in below(browser, "columns=name,addresses") if line.startswith("Site")]) == entries.SHOWN


@pytest.mark.parametrize("query", ["columns=name,addresses", "q=rue 12 lyon"])
def test_statements_are_the_same_for_two_rows_and_for_six(
    browser: Client, query: str, django_assert_max_num_queries: Any
) -> None:
    browser.get(f"/customers/?{query}")  # what a process keeps is asked for once
    used = []
    for count in (2, 4):
        for _n in range(count):
            customer = CustomerFactory()
            AddressFactory(customer=customer, address_type="other", line1="12 Rue X", city="Lyon")
            SiteFactory(customer=customer, line1="12 Rue X", city="Lyon")
        with django_assert_max_num_queries(40) as captured:
            assert len(below(browser, query)) == 2 * Customer.objects.count()
        used.append(len(captured))
    assert used[0] == used[1]


def test_the_bulk_bar_and_the_export_mean_the_same_customers(browser: Client, orange: Customer) -> None:
    exported = browser.get("/customers/export.csv?q=eveche&columns=name,addresses").getvalue().decode()  # type: ignore[attr-defined]
    assert "Orange" in exported
    assert "billing: 2 Rue de l’Évêché" in exported


def test_the_private_address_of_a_person_stands_below_them_by_choice(browser: Client) -> None:
    ContactFactory(given_name="Ada", line1="5 Private Street", city="Lyon")
    ContactFactory(given_name="Bob")
    assert below(browser, "", "contacts") == []
    assert below(browser, "columns=name,addresses", "contacts") == ["Private address 5 Private Street, Lyon"]

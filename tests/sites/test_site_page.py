"""The page of a site: where it is, how sure we are, what can be done."""

from typing import Any

import pytest
from django.test import Client

from crm.pages.detail import Panel, _panels, register_panel
from sites.models import Site
from staff.models import User
from tests.factories import CustomerFactory, SiteFactory, person


@pytest.mark.feature("F056")
def test_customers_get_ten_digits_and_crews_eleven(browser: Client) -> None:
    site = SiteFactory(latitude="51.507400", longitude="-0.127800")
    page = browser.get(site.get_absolute_url()).content.decode()

    assert 'data-copy="9C3XGV4C+XV"' in page and 'data-copy="9C3XGV4C+XV8"' in page


@pytest.mark.feature("F060")
@pytest.mark.feature("F063")
@pytest.mark.feature("F102")
def test_page_has_codes_to_copy_a_link_to_share_and_the_way_there(browser: Client) -> None:
    site = SiteFactory()
    page = browser.get(site.get_absolute_url()).content.decode()

    for shown in (
        'data-copy="8FQ6QR6M+28"',
        'data-copy="8FQ6QR6M+28',
        'href="https://plus.codes/8FQ6QR6M%2B28"',
        "https://www.google.com/maps/dir/?api=1&amp;destination=45.760100%2C4.833300",
    ):
        assert shown in page


@pytest.mark.feature("F061")
def test_note_for_the_crews_stands_on_the_page(browser: Client) -> None:
    site = SiteFactory(address_note="Left at the red barn.\n500 m after the grid.")

    assert "Left at the red barn.<br>500 m after the grid." in browser.get(site.get_absolute_url()).content.decode()


@pytest.mark.feature("F044")
@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({}, "4 rue des Archers<br>69002 Lyon<br>France"),
        (
            {
                "line1": "1 Main St",
                "line2": "Apt 2",
                "city": "Springfield",
                "state": "IL",
                "postal_code": "62704",
                "country": "US",
            },
            "1 Main St<br>Apt 2<br>Springfield, IL 62704<br>United States of America",
        ),
        (
            {"line1": "1-9-1", "city": "Chiyoda", "state": "Tokyo", "postal_code": "100-0005", "country": "JP"},
            "〒100-0005<br>Tokyo Chiyoda<br>1-9-1<br>Japan",
        ),
        ({"line1": "", "postal_code": "", "city": ""}, "France"),
    ],
)
def test_address_stands_in_its_country_s_order(browser: Client, values: dict[str, str], shown: str) -> None:
    site = SiteFactory(**values)

    assert f'<span class="address">{shown}</span>' in browser.get(site.get_absolute_url()).content.decode()


@pytest.mark.feature("F044")
def test_country_is_named_in_the_language_of_the_person(browser: Client) -> None:
    site = SiteFactory(country="DE")
    page = browser.get(site.get_absolute_url(), headers={"accept-language": "fr"}).content.decode()

    assert "Allemagne" in page


def test_pin_is_confirmed_once_and_says_by_whom(browser: Client, ana: User) -> None:
    site = SiteFactory()
    assert "Confirm the pin" in browser.get(site.get_absolute_url()).content.decode()
    browser.post(f"/sites/{site.pk}/confirm-location/")
    page = browser.get(site.get_absolute_url()).content.decode()

    assert "Ana Ruiz" in page and "Pin confirmed" in page
    assert "Confirm the pin" not in page
    assert "confirmed the location of" in browser.get(f"/sites/{site.pk}/history/").content.decode()


def test_archived_site_says_so_and_comes_back(browser: Client) -> None:
    site = SiteFactory()
    browser.post(f"/sites/{site.pk}/archive/", {"reason": "Closed for good"})
    page = browser.get(site.get_absolute_url()).content.decode()

    assert "Closed for good" in page and f"/sites/{site.pk}/edit/" not in page
    browser.post(f"/sites/{site.pk}/restore/")
    assert not Site.objects.get().is_archived


def test_other_apps_put_panels_on_the_page(browser: Client) -> None:
    site = SiteFactory()
    panel = Panel("equipment", "Equipment here", "sites/_note.html", lambda record, request: {}, "sites.view_site")
    register_panel(Site, panel)
    try:
        assert "Equipment here" in browser.get(site.get_absolute_url()).content.decode()
    finally:
        _panels[Site].remove(panel)


def test_viewer_sees_the_site_and_cannot_change_it(client: Client, ana: User) -> None:
    site = SiteFactory()
    client.force_login(person("vic"))
    page = client.get(site.get_absolute_url()).content.decode()

    assert "8FQ6QR6M+28" in page and "/edit/" not in page and "Confirm the pin" not in page
    assert client.get(f"/sites/{site.pk}/edit/").status_code == 403


@pytest.mark.feature("F033")
def test_customer_s_page_has_the_first_sites_and_a_searchable_tab(browser: Client) -> None:
    customer = CustomerFactory()
    for number in range(60):
        SiteFactory(customer=customer, name=f"Store {number:02}", city="Lille" if number == 59 else "Lyon")
    SiteFactory(customer=customer, name="Closed store", archived=True)
    SiteFactory(name="Of somebody else")
    overview = browser.get(customer.get_absolute_url()).content.decode()
    tab = f"/customers/{customer.pk}/sites/"
    first = browser.get(tab)

    assert "Store 04" in overview and "Store 05" not in overview and '<span class="badge">60</span>' in overview
    assert [site.name for site in first.context["listing"].window.rows][:2] == ["Store 00", "Store 01"]
    assert "1–50 of 60" in first.content.decode()
    assert [site.name for site in browser.get(f"{tab}?q=lille").context["listing"].window.rows] == ["Store 59"]
    assert f"/sites/new/?customer={customer.pk}" in overview
    assert browser.get(f"{tab}?nonsense=1").context["listing"].window.rows == []


@pytest.mark.feature("F033")
def test_customer_with_few_sites_costs_one_statement_more(browser: Client, django_assert_max_num_queries: Any) -> None:
    customer = CustomerFactory()
    SiteFactory(customer=customer)
    browser.get(customer.get_absolute_url())
    with django_assert_max_num_queries(18):
        browser.get(customer.get_absolute_url())


def test_pages_of_a_site_take_few_statements(browser: Client, django_assert_max_num_queries: Any) -> None:
    site = SiteFactory(confirmed=True)
    for address, most in ((site.get_absolute_url(), 8), (f"{site.get_absolute_url()}edit/", 8)):
        browser.get(address)
        with django_assert_max_num_queries(most):
            browser.get(address)

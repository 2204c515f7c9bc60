"""Filter and display menus: fetched when they open, and a page with all of them where no script fetches them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from customers.filters import CustomerFilter
from customers.models import Customer
from tests.factories import CustomerFactory, TagFactory

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


def test_list_holds_the_parameters_of_its_menus_but_not_their_choices(browser: Client) -> None:
    status = CustomerFactory(name="Orange").status
    page = browser.get("/customers/", {"status": status.pk, "columns": "name,email", "sort": "-name"}).content.decode()
    assert f'<input type="hidden" name="status" value="{status.pk}">' in page
    assert '<input type="hidden" name="columns" value="name,email">' in page
    assert '<input type="hidden" name="sort" value="-name">' in page
    assert 'type="checkbox" name="status"' not in page and 'name="stage"' not in page


@pytest.mark.parametrize(("menu", "name"), [("status", "status"), ("more", "stage"), ("display", "sort")])
def test_menu_shows_its_choices_with_those_in_force(browser: Client, menu: str, name: str) -> None:
    status = CustomerFactory(name="Orange").status
    asked = {"menu": menu, "status": status.pk, "stage": "customer", "sort": "-name"}
    answer = browser.get("/customers/", asked, headers=PART)
    page = answer.content.decode()
    assert answer.status_code == 200 and f'name="{name}"' in page and "<html" not in page and "data-row" not in page
    assert "checked" in page or "selected" in page


def test_without_script_one_page_has_every_filter_and_keeps_what_is_in_force(browser: Client) -> None:
    CustomerFactory(name="Orange")
    TagFactory()
    page = browser.get("/customers/", {"menu": "all", "q": "ora", "city": "Lyon"}).content.decode()
    filters = CustomerFilter.offer(Customer)
    assert "<html" in page and len(filters) > 10
    assert [name for name in filters if f'name="{name}' not in page] == []
    assert 'value="ora"' in page and 'value="Lyon"' in page


def test_unknown_menu_is_empty(browser: Client) -> None:
    answer = browser.get("/customers/", {"menu": "nonsense"}, headers=PART)
    assert (answer.status_code, answer.content.strip()) == (200, b"")


def test_choices_are_read_only_for_filters_in_use(browser: Client) -> None:
    browser.get("/customers/")
    with CaptureQueriesContext(connection) as statements:
        browser.get("/customers/")
    read = " ".join(each["sql"] for each in statements.captured_queries)
    assert "regulatoryregion" not in read and len(statements) <= 8


def test_menu_refuses_who_may_not_see_the_list(client: Client) -> None:
    assert client.get("/customers/", {"menu": "status"}, headers=PART).status_code == 302

"""A list in a browser: filter, chips, keys, ranges, everything at once, a saved view; on a desk and on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from crm.changes.bulk import create_rows
from crm.changes.current import change_set
from customers.models import Customer, CustomerStatus
from tests.browser.conftest import PHONE, Visit
from tests.factories import TESTS

Visits = Callable[..., Visit]


@pytest.fixture
def customers(ana: object) -> None:
    """60 customers, every third in Lyon."""
    status = CustomerStatus.objects.get(is_default=True)
    with change_set(by=TESTS, verb="prepare"):
        create_rows(
            [
                Customer(
                    number=f"C-{n:03}",
                    kind="company",
                    name=f"Firm {n:03}",
                    city="Lyon" if n % 3 else "Leeds",
                    status=status,
                    phone="+33472000000",
                )
                for n in range(60)
            ]
        )


def rows(page: Page) -> list[str]:
    return [text.split("\n")[0] for text in page.locator(".row-link").all_inner_texts()]


def test_typing_and_filters_answer_at_once_and_every_state_is_an_address(visit: Visits, customers: None) -> None:
    here = visit()
    page = here.open("/customers/")
    page.keyboard.press("f")
    page.keyboard.type("firm 01")
    expect(page.locator(".list-count")).to_have_text("11 customers")
    expect(page.locator("#list-announced")).to_have_text("11 customers")
    expect(page.locator("#list-search")).to_be_focused()
    expect(page).to_have_url(re.compile(r"/customers/\?q=firm(\+|%20)01$"))
    page.get_by_role("button", name="City").click()
    page.locator("#filter-city input").fill("Leeds")
    page.keyboard.press("Tab")
    expect(page.locator(".list-count")).to_have_text("3 customers")
    page.keyboard.press("Escape")
    expect(page.locator(".chip")).to_contain_text("City: Leeds")
    assert here.axe() == []
    page.get_by_role("link", name="Remove filter City: Leeds").click()
    expect(page.locator(".list-count")).to_have_text("11 customers")
    page.go_back()
    expect(page.locator(".list-count")).to_have_text("3 customers")
    expect(page.locator("#list-search")).to_have_value("firm 01")


def test_keys_walk_tick_and_open(visit: Visits, customers: None) -> None:
    page = visit().open("/customers/")
    for key in "jjxjx":
        page.keyboard.press(key)
    expect(page.locator("[data-bulk-count]")).to_have_text("2")
    page.keyboard.press("k")
    expect(page.locator(".row-link").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/customers/\d+/$"))


def test_row_leads_to_its_page_but_its_controls_do_not(visit: Visits, customers: None) -> None:
    page = visit().open("/customers/")
    row = page.locator("[data-row]").first
    row.hover()
    row.locator("[data-row-menu]").click()
    menu = page.locator("#row-menu")
    expect(menu.get_by_role("link", name="Open")).to_be_visible()
    expect(menu.get_by_role("link", name="Edit")).to_be_visible()
    page.keyboard.press("Escape")
    row.locator("td").nth(2).click()
    expect(page).to_have_url(re.compile(r"/customers/\d+/$"))


@pytest.mark.feature("F008")
def test_range_with_shift_and_all_that_match(visit: Visits, customers: None) -> None:
    here = visit()
    page = here.open("/customers/?per_page=8")
    boxes = page.locator("tbody .form-check-input")
    boxes.nth(2).click()
    boxes.nth(6).click(modifiers=["Shift"])
    expect(page.locator("[data-bulk-count]")).to_have_text("5")
    page.get_by_role("checkbox", name="Select all 60").check()
    expect(page.locator("[data-bulk-count]")).to_have_text("60")
    assert here.axe() == []
    page.locator(".bulk-bar button[formaction*='/archive/']").click()
    expect(page.get_by_role("button", name="Archive")).to_be_visible()
    expect(page.locator("main")).to_contain_text("60")
    assert here.axe() == []


def test_columns_and_order_are_chosen_in_place(visit: Visits, customers: None) -> None:
    page = visit().open("/customers/")
    page.get_by_role("button", name="Display").click()
    page.get_by_role("checkbox", name="Number", exact=True).check()
    expect(page.get_by_role("columnheader", name="Number", exact=True)).to_be_visible()
    page.locator("#list-sort").select_option("-name")
    expect(page.locator(".row-link").first).to_contain_text("Firm 059")
    expect(page.get_by_role("columnheader", name="Name")).to_have_attribute("aria-sort", "descending")


def test_view_is_saved_as_a_tab(visit: Visits, customers: None) -> None:
    page = visit().open("/customers/?city=Leeds")
    page.get_by_role("button", name="Save view").click()
    page.get_by_label("Save this list as").fill("In Leeds")
    page.locator("#new-view").get_by_role("button", name="Save view").click()
    tab = page.get_by_role("link", name="In Leeds")
    expect(tab).to_have_attribute("aria-current", "page")
    expect(page.locator(".list-count")).to_have_text("20 customers")
    page.get_by_role("link", name="All", exact=True).click()
    expect(page.locator(".list-count")).to_have_text("60 customers")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_list_on_a_phone_is_cards_without_scrolling_sideways(visit: Visits, customers: None, scheme: str) -> None:
    here = visit(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme=scheme)
    page = here.open("/customers/?city=Leeds")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    expect(page.locator("[data-row] a[href^='tel:']").first).to_be_visible()
    page.locator("tbody .form-check-input").first.tap()
    expect(page.locator(".bulk-bar")).to_be_in_viewport()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert here.axe() == []


def test_wrong_address_says_what_is_wrong_and_leads_out(visit: Visits, customers: None) -> None:
    here = visit()
    here.expected = {400}
    page = here.open("/customers/?colour=red")
    expect(page.get_by_role("alert")).to_contain_text("There is no filter called “colour”.")
    page.get_by_role("link", name="Clear all filters").click()
    expect(page.locator(".list-count")).to_have_text("60 customers")


def test_list_works_without_script(visit: Visits, customers: None) -> None:
    page = visit(java_script_enabled=False).open("/customers/")
    page.get_by_role("searchbox", name="Search this list").fill("firm 01")
    page.keyboard.press("Enter")
    expect(page.locator(".list-count")).to_have_text("11 customers")
    page.locator("tbody .form-check-input").nth(1).check()
    page.locator(".bulk-bar button[formaction*='/archive/']").click()
    expect(page.get_by_role("button", name="Archive")).to_be_visible()
    assert rows(page) == []

"""The shell in a browser: keys, menus, forms, themes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, expect

from tests.browser.conftest import PHONE, Visit

Visits = Callable[..., Visit]
SUGGESTIONS = """<div role="group" aria-label="Customers">
<a role="option" href="/me/?first">Acme</a><a role="option" href="/me/?second">Acorn</a></div>"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/me/", "/accounts/password/reset/", "/accounts/2fa/", "/search/?q=nobody"])
def test_page_is_accessible_in_both_themes(visit: Visits, path: str, scheme: str) -> None:
    here = visit(color_scheme=scheme)
    here.open(path)
    assert here.axe() == []


@pytest.mark.parametrize("menu", ["menu-me", "menu-language", "menu-theme"])
def test_menu_opens_with_the_arrow_key_and_gives_the_focus_back(visit: Visits, menu: str) -> None:
    here = visit()
    page = here.open("/me/")
    opener = page.locator(f"[popovertarget={menu}]").first
    opener.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"#{menu}")).to_be_visible()
    expect(page.locator(f"#{menu}").locator("a, button").first).to_be_focused()
    assert here.axe() == []
    page.keyboard.press("Escape")
    expect(page.locator(f"#{menu}")).to_be_hidden()
    expect(opener).to_be_focused()


def test_menu_opens_without_script(visit: Visits) -> None:
    page = visit(java_script_enabled=False).open("/me/")
    page.click("[popovertarget=menu-me]")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_key_leads_to_the_search_box(visit: Visits, key: str) -> None:
    page = visit().open("/me/")
    page.keyboard.press(key)
    expect(page.locator("#search-box")).to_be_focused()


def test_question_mark_opens_the_list_of_keys_but_not_while_typing(visit: Visits) -> None:
    page = visit().open("/me/")
    page.locator("#search-box").press("?")
    expect(page.locator("#keys")).to_be_hidden()
    page.locator("#search-box").blur()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()


def test_suggestion_is_chosen_with_the_arrow_keys(visit: Visits) -> None:
    page = visit().open("/me/")
    page.route("**/search/suggest/**", lambda route: route.fulfill(body=SUGGESTIONS, content_type="text/html"))
    box = page.get_by_role("combobox", name="Search everything")
    box.press_sequentially("ac")
    expect(page.get_by_role("option", name="Acorn")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        box.press(key)
    page.wait_for_url("**/me/?second")


def test_folded_navigation_stays_folded(visit: Visits) -> None:
    page = visit().open("/me/")
    page.get_by_role("button", name="Fold").click()
    page.reload()
    assert page.locator(".shell-nav").bounding_box()["width"] < 70


def test_leaving_changed_preferences_asks_first(visit: Visits) -> None:
    page = visit().open("/me/")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.locator("#id_theme").select_option("dark")
    page.get_by_role("link", name="Password").first.click()
    page.wait_for_url("**/accounts/password/**")
    assert asked == ["beforeunload"]


def test_control_enter_sends_the_form_once_and_a_toast_says_so(visit: Visits) -> None:
    here = visit()
    page = here.open("/me/")
    page.locator("#id_theme").select_option("dark")
    page.locator("#id_theme").press("Control+Enter")
    toast = page.locator(".toast-note")
    expect(toast).to_contain_text("Your preferences are saved.")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert here.axe() == []
    toast.get_by_role("button", name="Close").click()
    expect(toast).to_have_count(0)


def test_theme_menu_darkens_the_page_against_a_light_system(visit: Visits) -> None:
    page = visit(color_scheme="light").open("/me/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator("[popovertarget=menu-theme]").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert page.evaluate(ground) != light


def test_system_decides_the_theme_without_script(visit: Visits) -> None:
    grounds = set()
    for scheme in ("light", "dark"):
        here = visit(color_scheme=scheme)
        page = here.open("/me/")
        grounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(grounds) == 2


def test_phone_has_the_places_at_the_bottom_and_no_sideways_scroll(visit: Visits) -> None:
    here = visit(viewport=PHONE)
    page = here.open("/me/")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.get_by_role("button", name="Menu").click()
    expect(page.locator("#menu-places")).to_be_visible()
    assert here.axe() == []


def test_printed_page_has_no_shell(visit: Visits) -> None:
    page = visit().open("/me/")
    page.emulate_media(media="print")
    for part in (".shell-nav", ".shell-top", ".toasts"):
        expect(page.locator(part)).to_be_hidden()


def test_lost_connection_is_told_in_a_toast(visit: Visits) -> None:
    here = visit()
    page = here.open("/me/")
    page.route("**/search/suggest/**", lambda route: route.abort())
    page.locator("#search-box").press_sequentially("ac")
    expect(page.locator(".toast-note")).to_contain_text("The server could not be reached")
    here.problems.clear()  # htmx writes the failed request to the console as well

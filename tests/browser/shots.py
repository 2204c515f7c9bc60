"""`make shots`: photographs of every page of the running demo world, to look at: desk and phone, light and dark."""

import argparse
import shutil
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright

ROOT = Path(__file__).parents[2]
DESK, PHONE = {"width": 1360, "height": 850}, {"width": 390, "height": 844}
SHOTS = ROOT / "shots"
PASSWORD = "look around first"
SCREENS = {"desk": DESK, "phone": PHONE}
SAMPLE = (
    "Reference;Company;City;Country;Phone\n"
    "A-1;Panadería Núñez;Bilbao;Spain;+34 944 15 26 37\n"
    "A-2;;Lyon;France;\n"
    "A-3;Garage Lefèvre;Nantes;Atlantis;\n"
)

# Pages that are reached by their address alone. {customer} is the first customer of the list.
ADDRESSES = {
    "list": "/customers/",
    "list-filtered": "/customers/?stage=prospect",
    "list-empty": "/customers/?q=nobody+has+this+name",
    "list-error": "/customers/?status=nonsense",
    "customer": "/customers/{customer}/",
    "customer-notes": "/customers/{customer}/notes/",
    "customer-addresses": "/customers/{customer}/addresses/",
    "customer-documents": "/customers/{customer}/documents/",
    "customer-activity": "/customers/{customer}/activity/",
    "customer-edit": "/customers/{customer}/edit/",
    "customer-tags": "/customers/{customer}/tags/",
    "customer-archive": "/customers/{customer}/archive/",
    "customer-status": "/customers/{customer}/status/",
    "customer-new": "/customers/new/",
    "address-new": "/customers/{customer}/addresses/new/",
    "file-new": "/attachments/new/customers.customer/{customer}/",
    "view-new": "/views/new/?list_key=customers:list&query=stage%3Dprospect",
    "changes": "/changes/",
    "change": "/changes/{change}/",
    "change-undo": "/changes/{change}/undo/",
    "sites": "/sites/",
    "sites-around": "/sites/?latitude=48.86&longitude=2.34&km=10",
    "site": "/sites/{site}/",
    "site-edit": "/sites/{site}/edit/",
    "site-confirm": "/sites/{site}/confirm-location/",
    "site-new": "/sites/new/?customer={customer}",
    "site-new-whose": "/sites/new/?q=a",
    "customer-sites": "/customers/{customer}/sites/",
    "imports": "/imports/",
    "import-new": "/imports/new/",
    "search": "/search/?q=a",
    "search-empty": "/search/?q=nobody+has+this+name",
    "preferences": "/me/",
    "error-404": "/nowhere/",
    "admin": "/admin/",
    "admin-list": "/admin/customers/customer/",
    "admin-edit": "/admin/customers/customer/{customer}/change/",
}


def open_menu(page: Page) -> None:
    """The menu of a row of the list."""
    page.goto("/customers/")
    if page.viewport_size == DESK:
        page.locator("[data-row]").first.hover()
    page.locator("[data-row-menu]").first.click()
    page.locator("#row-menu a, #row-menu button").first.wait_for()


def tick_rows(page: Page) -> None:
    """Some rows ticked, with the bar of what can be done to them."""
    page.goto("/customers/")
    for row in range(3):
        page.locator("[data-row] .tick").nth(row).click()


def ask_in_bulk(page: Page) -> None:
    """The question before several customers get another status."""
    tick_rows(page)
    page.locator("[formaction*='/status/']").first.click()
    page.wait_for_load_state()


def refuse_form(page: Page) -> None:
    """A form that comes back with its errors."""
    page.goto("/customers/new/")
    page.fill("[name=email]", "nobody@nowhere")
    page.evaluate("document.querySelector('.page-form').noValidate = true")
    page.locator(".page-form [type=submit]").first.click()
    page.locator(".is-invalid").first.wait_for()


def find_duplicates(page: Page) -> None:
    """Likely duplicates beside the form."""
    page.goto("/customers/")
    name = page.locator(".row-link").first.inner_text().splitlines()[0]
    page.goto("/customers/new/")
    page.locator("[name=name]").press_sequentially(name)
    page.locator("#duplicates .list-group-item").first.wait_for()


def meet_conflict(page: Page) -> None:
    """Two people at one customer; what was there comes back at the end."""
    address = f"/customers/{first_customer(page)}/edit/"
    before = open_edit(page, address).input_value()
    other = page.context.new_page()
    open_edit(other, address).fill("Villeurbanne")
    page.fill("[name=city]", "Vénissieux")
    submit(other)
    submit(page)
    open_edit(other, address).fill(before)
    submit(other)
    other.close()


def open_edit(page: Page, address: str) -> Locator:
    """The city on a customer's form."""
    page.goto(address)
    page.evaluate("document.querySelector('[name=city]').closest('details').open = true")
    return page.locator("[name=city]")


def choose_columns(page: Page) -> None:
    """A file with errors in it, just uploaded."""
    page.goto("/imports/new/")
    page.set_input_files("[type=file]", {"name": "customers.csv", "mimeType": "text/csv", "buffer": SAMPLE.encode()})
    submit(page)


def preview_import(page: Page) -> None:
    """What the file would do."""
    choose_columns(page)
    submit(page)
    page.locator("text=Atlantis").first.wait_for()


def search_place(page: Page) -> None:
    """Places under the search bar of a new site."""
    page.goto(f"/sites/new/?customer={first_customer(page)}")
    page.fill("#place-search", "")
    page.locator("#place-search").press_sequentially("Saint")
    page.locator("#place-suggestions [role=option]").first.wait_for()


def submit(page: Page) -> None:
    """Send the form of the page."""
    page.locator(".page-form [type=submit], main form [type=submit].btn-primary").first.click()
    page.wait_for_load_state()


SCENES: dict[str, Callable[[Page], None]] = {
    "list-menu": open_menu,
    "list-ticked": tick_rows,
    "bulk": ask_in_bulk,
    "form-errors": refuse_form,
    "duplicates": find_duplicates,
    "conflict": meet_conflict,
    "site-search": search_place,
    "import-columns": choose_columns,
    "import-preview": preview_import,
}


def first_customer(page: Page) -> str:
    """The id of the first customer of the list."""
    return first_row(page, "/customers/")


def first_site(page: Page) -> str:
    """The id of the first site to confirm."""
    return first_row(page, "/sites/?location=to_confirm")


def first_row(page: Page, address: str) -> str:
    """The id of the first row of a list."""
    page.goto(address)
    return str(page.locator(".row-link").first.get_attribute("href")).rstrip("/").rsplit("/", 1)[-1]


def newest_change(page: Page) -> str:
    """The id of the newest change."""
    page.goto("/changes/")
    link = page.locator("main a[href^='/changes/']").first
    return str(link.get_attribute("href")).split("/")[2]


def photograph(page: Page, path: Path) -> None:
    """The whole page, at least a screen."""
    page.screenshot(path=path, full_page=True)
    sys.stdout.write(f"{path.relative_to(ROOT)}\n")


def sign_in(browser: Browser, home: str, person: str) -> Any:
    """The cookies of somebody of the demo world."""
    context = browser.new_context(base_url=home)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", f"{person}@meridia.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("form [type=submit]").last.click()
    page.wait_for_url("**/customers/**")
    state = context.storage_state()
    context.close()
    return state


def photograph_all(page: Page, only: str, ending: str) -> None:
    """Every page and scene whose name contains `only`."""
    known = {"customer": first_customer(page), "site": first_site(page), "change": newest_change(page)}
    for name, address in ADDRESSES.items():
        if only in name:
            page.goto(address.format(**known))
            photograph(page, SHOTS / f"{name}-{ending}.png")
    for name, play in SCENES.items():
        if only in name:
            play(page)
            photograph(page, SHOTS / f"{name}-{ending}.png")


def main() -> None:
    """Photograph what is asked for; all of it by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", default="http://127.0.0.1:8000", help="where the demo world runs")
    parser.add_argument("--only", default="", help="part of the names of the pages wanted")
    parser.add_argument("--person", default="admin", help="who of the demo world looks")
    parser.add_argument("--screens", nargs="*", default=list(SCREENS))
    parser.add_argument("--themes", nargs="*", default=["light", "dark"])
    asked = parser.parse_args()
    SHOTS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        signed_in = sign_in(browser, asked.home, asked.person)
        for screen, theme in product(asked.screens, asked.themes):
            context = browser.new_context(
                base_url=asked.home, viewport=SCREENS[screen], color_scheme=theme, storage_state=signed_in
            )
            context.set_default_timeout(20_000)
            photograph_all(context.new_page(), asked.only, f"{screen}-{theme}")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()

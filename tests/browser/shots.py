"""`make shots`: photographs of every page of the running demo world, to look at: desk and phone, light and dark."""

import argparse
import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
DESK, PHONE = {"width": 1360, "height": 850}, {"width": 390, "height": 844}
SHOTS = ROOT / "shots"
PASSWORD = "look around first"  # noqa: S105 - the demo world's, which the site itself prints
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
    "file-new": "/attachments/new/customer/{customer}/",
    "view-new": "/views/new/?list=customers&query=stage%3Dprospect",
    "changes": "/changes/",
    "change": "/changes/{change}/",
    "change-undo": "/changes/{change}/undo/",
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
    """Some rows ticked."""
    page.goto("/customers/")
    for row in range(3):
        page.locator("[data-row] .tick").nth(row).click()


def ask_in_bulk(page: Page) -> None:
    """The question before tags go on several customers."""
    tick_rows(page)
    page.locator("[formaction*='status'], [data-bulk*='status']").first.click()
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
    """Two people at one customer."""
    customer = first_customer(page)
    other = page.context.new_page()
    for tab, city in ((page, "Ville-mine"), (other, "Ville-other")):
        tab.goto(f"/customers/{customer}/edit/")
        tab.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        tab.fill("[name=city]", city)
    submit(other)
    submit(page)
    other.close()


def preview_import(page: Page) -> None:
    """A file with errors, after its columns were chosen."""
    page.goto("/imports/new/")
    page.set_input_files(
        "[type=file]", {"name": "customers.csv", "mimeType": "text/csv", "buffer": SAMPLE.encode()}
    )
    submit(page)
    if page.url.endswith("/columns/"):
        return
    page.wait_for_load_state()


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
    "import-columns": preview_import,
}


def first_customer(page: Page) -> str:
    """The id of the first customer of the list."""
    page.goto("/customers/")
    return str(page.locator(".row-link").first.get_attribute("href")).rstrip("/").rsplit("/", 1)[-1]


def newest_change(page: Page) -> str:
    """The id of the newest change."""
    page.goto("/changes/")
    link = page.locator("main a[href^='/changes/']").first
    return str(link.get_attribute("href")).split("/")[2]


def photograph(page: Page, path: Path) -> None:
    """The whole page, at least a screen."""
    page.screenshot(path=path, full_page=True)
    print(path.relative_to(ROOT))


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


def main() -> None:
    """Photograph the pages whose name contains what is asked for; all of them by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", default="http://127.0.0.1:8000")
    parser.add_argument("--only", default="")
    parser.add_argument("--as", dest="person", default="admin")
    parser.add_argument("--screens", nargs="*", default=list(SCREENS))
    parser.add_argument("--themes", nargs="*", default=["light", "dark"])
    asked = parser.parse_args()
    SHOTS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        signed_in = sign_in(browser, asked.home, asked.person)
        for screen, theme in product(asked.screens, asked.themes):
            context = browser.new_context(
                base_url=asked.home, viewport=SCREENS[screen], color_scheme=theme, storage_state=signed_in, locale="en-GB"
            )
            context.set_default_timeout(20_000)
            page = context.new_page()
            known = {"customer": first_customer(page), "change": newest_change(page)}
            for name, address in ADDRESSES.items():
                if asked.only in name:
                    page.goto(address.format(**known))
                    photograph(page, SHOTS / f"{name}-{screen}-{theme}.png")
            for name, play in SCENES.items():
                if asked.only in name:
                    play(page)
                    photograph(page, SHOTS / f"{name}-{screen}-{theme}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()

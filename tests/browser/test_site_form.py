"""Placing a site in a real browser: search, choose, drag, save; and the same while Google is in trouble."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from sites.actions import queue_site
from sites.models import Site
from staff.models import User
from tests.browser.conftest import PHONE, Visit
from tests.factories import CustomerFactory, SiteFactory
from tests.fakes.google import FakeGoogle

pytestmark = pytest.mark.django_db(transaction=True)


def open_new(visit: Visit) -> Page:
    """The form of a customer's first site."""
    page = visit.open(f"/sites/new/?customer={CustomerFactory(name='Orange', country='FR').pk}")
    expect(page.locator(".map .leaflet-pane").first).to_be_attached()
    return page


def sessions(google: FakeGoogle) -> list[str]:
    """The sessions of the suggestions, in order."""
    return [asked["sessionToken"] for path, asked in google.asked if path.endswith(":autocomplete")]


@pytest.mark.feature("F034", "F035", "F036", "F037", "F048", "F049", "F050", "F058", "F059")
def test_search_choose_drag_and_save(visit: Callable[..., Visit], google: FakeGoogle) -> None:
    first = visit()
    page = open_new(first)
    told, search = page.locator("#location-told"), page.get_by_role("combobox", name="Find the address")
    expect(told).to_have_text("Location not set yet")
    assert first.axe() == []

    search.press_sequentially("archers lyon", delay=40)
    expect(page.locator("#place-suggestions [role=option]")).to_have_count(1)
    assert first.axe() == []
    assert len(sessions(google)) == 1  # one question for a dozen keys
    search.press("ArrowDown")
    expect(search).to_have_attribute("aria-activedescendant", "place-suggestions-0")
    search.press("Enter")

    expect(told).to_have_text("Location set: 8FQ6QR6M+28, Lyon")
    for label, value in {
        "Name": "Librairie des Archers",
        "Address": "4 Rue des Archers",
        "Postal code": "69002",
        "City": "Lyon",
        "Latitude": "45.760100",
        "Longitude": "4.833300",
    }.items():
        expect(page.get_by_label(label, exact=True)).to_have_value(value)
    expect(search).to_have_value("")

    drag_pin(page, 200, 120)
    expect(told).not_to_have_text("Location set: 8FQ6QR6M+28, Lyon")
    expect(told).to_contain_text("Location set: 8FQ6")
    expect(page.get_by_label("I have looked")).to_be_checked()
    page.get_by_role("button", name="Create site").click()
    expect(page.get_by_role("heading", name="Librairie des Archers")).to_be_visible()
    assert first.axe() == []

    site = Site.objects.get()
    assert (site.location_source, site.accuracy, site.provider_place_id) == ("pin", "exact", "")
    assert (site.line1, site.city, site.to_confirm) == ("4 Rue des Archers", "Lyon", False)
    assert 0 < abs(float(site.latitude) - 45.7601) < 0.05


def drag_pin(page: Page, right: int, down: int) -> None:
    """Drag the pin of the map by so many pixels."""
    page.locator(".map").scroll_into_view_if_needed()
    box = page.locator(".map-pin").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2)
    page.mouse.move(x + right, y + down)
    page.mouse.up()


@pytest.mark.feature("F036")
def test_each_choice_renews_the_session(visit: Callable[..., Visit], google: FakeGoogle) -> None:
    page = open_new(visit())
    search = page.get_by_role("combobox", name="Find the address")
    for typed in ("archers", "merciere"):
        search.press_sequentially(typed[:4], delay=30)
        expect(page.locator("#place-suggestions [role=option]").first).to_be_visible()
        search.press_sequentially(typed[4:], delay=30)
        expect(page.locator("#place-suggestions [role=option]")).to_have_count(1)
        page.locator("#place-suggestions [role=option]").click()
        expect(search).to_have_value("")
    used = sessions(google)
    assert len(set(used)) == 2 and used == sorted(used, key=used.index)
    expect(page.get_by_label("Address", exact=True)).to_have_value("14 Rue Mercière")


def test_choice_made_right_after_a_key_counts(visit: Callable[..., Visit], google: FakeGoogle) -> None:
    page = open_new(visit())

    def later(route: Route) -> None:
        time.sleep(0.6)  # longer than the pause after which what was typed last would be looked for
        route.continue_()

    page.route("**/sites/lookup/place/**", later)
    search = page.get_by_role("combobox", name="Find the address")
    search.press_sequentially("merc", delay=30)
    option = page.locator("#place-suggestions [role=option]").first
    expect(option).to_be_visible()
    search.press("i")
    option.evaluate("option => option.click()")
    expect(search).to_have_value("")
    expect(page.get_by_label("Address", exact=True)).to_have_value("14 Rue Mercière")


@pytest.mark.feature("F050")
def test_typed_address_is_replaced_only_when_the_person_says_so(
    visit: Callable[..., Visit], google: FakeGoogle
) -> None:
    first = visit()
    page = open_new(first)
    line = page.get_by_label("Address", exact=True)
    line.fill("Red barn")
    page.get_by_label("Latitude").fill("45.7601")
    page.get_by_label("Longitude").fill("4.8333")
    page.get_by_label("Longitude").press("Tab")
    proposal = page.get_by_role("group", name="Address under the pin")
    expect(proposal).to_contain_text("4 Rue des Archers, 69002 Lyon, France")
    expect(line).to_have_value("Red barn")
    assert first.axe() == []
    proposal.get_by_role("button", name="Keep what is written").click()
    expect(proposal).to_be_hidden()

    page.get_by_label("Latitude").fill("45.7625")
    page.get_by_label("Longitude").fill("4.8341")
    page.get_by_label("Longitude").press("Tab")
    proposal.get_by_role("button", name="Use this address").click()
    expect(line).to_have_value("14 Rue Mercière")
    expect(page.locator("#location-told")).to_have_text(re.compile("Location set: 8FQ6QR7M.*, Lyon"))


@pytest.mark.feature("F042", "F043")
def test_labels_follow_the_country(visit: Callable[..., Visit]) -> None:
    page = open_new(visit())
    page.get_by_label("Country").select_option("US")
    expect(page.get_by_label("ZIP code")).to_be_visible()
    expect(page.get_by_label("State", exact=True)).to_be_visible()
    expect(page.get_by_text("For example 95014")).to_be_visible()


@pytest.mark.feature("F034")
@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        ("hang", "does not answer just now"),
        ("REQUEST_DENIED", "does not answer just now|not set up correctly"),
        ("OVER_QUERY_LIMIT", "does not answer just now"),
        (429, "does not answer just now"),
        (403, "not set up correctly"),
    ],
)
def test_site_is_placed_by_hand_while_the_service_is_in_trouble(
    visit: Callable[..., Visit], google: FakeGoogle, trouble: str | int, told: str
) -> None:
    google.trouble = trouble
    if trouble == 403:
        google.has_new = google.has_legacy = False
    first = visit()
    page = open_new(first)
    page.get_by_role("combobox", name="Find the address").press_sequentially("archers lyon", delay=20)
    expect(page.locator("#place-message")).to_have_text(re.compile(told), timeout=25_000)
    assert first.axe() == []
    google.trouble = "reset" if trouble == "hang" else trouble  # the pin need not wait as long again
    page.get_by_label("Name", exact=True).fill("Barn")
    page.get_by_label("Latitude").fill("45.7601")
    page.get_by_label("Longitude").fill("4.8333")
    page.get_by_label("Longitude").press("Tab")
    expect(page.locator("#location-told")).to_have_text("Location set: 8FQ6QR6M+28")
    page.get_by_role("button", name="Create site").click()
    expect(page.get_by_role("heading", name="Barn")).to_be_visible()
    assert Site.objects.get().location_source == "manual"


@pytest.mark.feature("F036", "F049")
def test_everything_works_without_script(visit: Callable[..., Visit], google: FakeGoogle) -> None:
    page = visit(java_script_enabled=False).open(f"/sites/new/?customer={CustomerFactory().pk}")
    page.get_by_role("combobox", name="Find the address").fill("archers")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_label("Librairie des Archers").check()
    page.get_by_role("button", name="Use this place").click()
    expect(page.get_by_label("City")).to_have_value("Lyon")
    page.get_by_label("Latitude").fill("45.7625")
    page.get_by_label("Longitude").fill("4.8341")
    page.get_by_role("button", name="Find the address here").click()
    expect(page.get_by_text("14 Rue Mercière, 69002 Lyon, France")).to_be_visible()
    page.get_by_role("button", name="Use this address").click()
    page.get_by_role("button", name="Create site").click()
    expect(page.get_by_role("heading", name="Librairie des Archers")).to_be_visible()
    site = Site.objects.get()
    assert (site.line1, site.location_source, site.provider) == ("14 Rue Mercière", "manual", "")


def test_map_of_a_new_site_begins_at_the_country_and_follows_it(
    visit: Callable[..., Visit], google: FakeGoogle
) -> None:
    page = open_new(visit())
    scale = page.locator(".map .leaflet-control-scale-line")
    expect(scale).to_have_text(re.compile(r"^(200|300|500) km$"))  # the world takes 2,000
    page.get_by_label("Country").select_option("LU")
    expect(scale).to_have_text(re.compile(r"^(10|20|30) km$"))


@pytest.mark.feature("F049")
def test_a_waiting_place_is_put_on_the_map_by_hand(visit: Callable[..., Visit], ana: User) -> None:
    customer = CustomerFactory(name="Chain")
    pending = queue_site(customer, by=ana, name="Shop", line1="Somewhere", city="Lyon", country="FR")
    first = visit()
    page = first.open(pending.get_absolute_url())
    page.locator(".map").click(position={"x": 150, "y": 150})
    where = page.get_by_label("Where is it?")
    expect(where).to_have_value(re.compile(r"^-?\d+\.\d{6}, -?\d+\.\d{6}$"))
    clicked = where.input_value()
    drag_pin(page, 60, 40)
    expect(where).not_to_have_value(clicked)
    assert first.axe() == []
    page.get_by_role("button", name="Locate").click()
    expect(page.get_by_text("Shop is located.")).to_be_visible()
    site = Site.objects.get()
    assert (site.location_source, site.to_confirm) == ("pin", False)


def test_a_pin_is_seen_before_it_is_confirmed(visit: Callable[..., Visit], ana: User) -> None:
    site = SiteFactory(by=ana)
    page = visit().open(f"/sites/{site.pk}/confirm-location/")
    expect(page.get_by_role("region", name=f"Map: {site.name}")).to_be_visible()
    expect(page.locator(".map-pin")).to_be_visible()
    expect(page.get_by_text("4 rue des Archers")).to_be_visible()
    page.get_by_role("button", name="Confirm the pin").click()
    expect(page.get_by_text("Pin confirmed")).to_be_visible()


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE, "color_scheme": "dark"}], ids=["desk", "phone-dark"])
def test_pages_of_sites_are_accessible(visit: Callable[..., Visit], ana: User, options: dict[str, Any]) -> None:
    site = SiteFactory(by=ana, address_note="Left at the red barn.")
    first = visit(**options)
    for address in (
        "/sites/",
        "/sites/?latitude=45.76&longitude=4.83&km=5",
        site.get_absolute_url(),
        f"/sites/{site.pk}/history/",
        f"/sites/{site.pk}/edit/",
        f"/sites/{site.pk}/confirm-location/",
        "/sites/new/?q=company",
        site.customer.get_absolute_url(),
        f"/customers/{site.customer_id}/sites/",
    ):
        page = first.open(address)
        page.wait_for_load_state("networkidle")
        assert first.axe() == [], address


@pytest.mark.feature("F066")
def test_a_circle_is_typed_into_the_menu_of_the_list(visit: Callable[..., Visit], ana: User) -> None:
    SiteFactory(by=ana, name="In Lyon")
    SiteFactory(by=ana, name="In London", latitude=51.5074, longitude=-0.1278)
    first = visit()
    page = first.open("/sites/")
    page.get_by_role("button", name="Around a point").click()
    menu = page.get_by_role("group", name="Around a point")
    for label, value in {"Latitude": "51.5523", "Longitude": "-0.1278", "Distance in km": "5"}.items():
        menu.get_by_label(label).fill(value)
    menu.get_by_label("Distance in km").press("Enter")
    expect(page.get_by_text("5 km around 51.5523, -0.1278")).to_be_visible()
    expect(page.locator("[data-row]")).to_have_count(1)
    expect(page.locator("[data-row]")).to_contain_text("5.0 km")
    assert first.axe() == []
    page.get_by_label("Remove filter Around a point").click()
    expect(page.locator("[data-row]")).to_have_count(2)

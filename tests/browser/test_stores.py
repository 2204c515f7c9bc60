"""A chain of 1,421 real stores comes in as the sites of one customer, and the queue is worked off by keyboard."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page, expect

from crm.background.registry import Silent
from customers.models import Customer
from sites.actions import propose_location, queue_site
from sites.actions.checking import check_locations
from sites.geocoders import geocoder
from sites.models import PendingSite, Site
from staff.models import User
from tests.browser.conftest import PHONE, Visit
from tests.factories import CustomerFactory, SiteFactory

FILE = Path(settings.BASE_DIR).parent / "shared" / "data" / "store_sites.csv"
STATEMENTS_AT_MOST = 15  # of the customer's page, however many sites there are

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.skipif(not FILE.exists(), reason="the stores are not beside the project")
@pytest.mark.feature("F033", "X18")
def test_every_store_of_a_chain_becomes_a_site_or_waits(
    visit: Callable[..., Visit], worker: Callable[[], "subprocess.Popen[bytes]"], ana: User
) -> None:
    worker()
    chain = CustomerFactory(name="Café Chaîne", by=ana)
    first = visit()
    bring_in(first, chain)
    assert Site.objects.filter(customer=chain).count() == 1420
    locate_what_waits(first)
    assert Site.objects.filter(customer=chain).count() == 1421
    read_the_customer(first, chain, ana)


def bring_in(visit: Visit, chain: Customer) -> None:
    page = visit.open("/imports/new/")
    page.get_by_label("What is in the file?").select_option("sites")
    page.get_by_label("CSV file").set_input_files(FILE)
    page.get_by_role("button", name="Upload and choose columns").click()
    visit.expected.add(422)
    page.get_by_role("textbox", name="Customer of all lines").fill("Nobody")
    page.get_by_role("button", name="Check all lines").click()
    expect(page.locator("#id_given-customer_error")).to_contain_text("No customer is called “Nobody”.")
    assert visit.axe() == []
    page.get_by_role("textbox", name="Customer of all lines").fill(chain.number)
    page.get_by_role("button", name="Check all lines").click(timeout=60_000)
    told = "1420 to create, 0 to update, 0 unchanged, 0 refused. 1 waits to be completed."
    expect(page.get_by_text(told)).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Import 1421 lines").click()
    expect(page.get_by_text("1421 lines were imported. 1 of them waits to be completed.")).to_be_visible(timeout=60_000)
    assert visit.axe() == []


def locate_what_waits(visit: Visit) -> None:
    page = visit.open("/sites/to-locate/")
    page.get_by_role("button", name="Look up 1 address").click()
    expect(page.get_by_text("1 address was looked up; 1 place was found.")).to_be_visible(timeout=60_000)
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Yoido IFC Mall")).to_be_visible()
    assert visit.axe() == []
    page.keyboard.press("Enter")
    expect(page.get_by_text("Yoido IFC Mall - 1F is located.")).to_be_visible()
    expect(page.get_by_text("Nothing waits")).to_be_visible()


def read_the_customer(visit: Visit, chain: Customer, ana: User) -> None:
    client = Client()
    client.force_login(ana)
    client.get(chain.get_absolute_url())
    with CaptureQueriesContext(connection) as statements:
        client.get(chain.get_absolute_url())
    assert 3 < len(statements) <= STATEMENTS_AT_MOST
    page = visit.open(chain.get_absolute_url())
    expect(page.get_by_role("link", name="Sites 1421")).to_be_visible()
    page.get_by_role("link", name="Sites 1421").click()
    expect(page.get_by_text("10-12 Westmoreland Street")).to_be_visible()


@pytest.fixture
def places(ana: User) -> list[PendingSite]:
    """Five of a customer; the address service found the town of the first three."""
    customer = CustomerFactory(name="Café Chaîne", by=ana)
    towns = ("Lyon", "Nantes", "Lille", "Nowhere", "Elsewhere")
    made = [queue_site(customer, by=ana, name=f"Shop {town}", city=town, country="FR") for town in towns]
    for place in made:
        found = geocoder().geocode(place.address)
        propose_location(place, by=ana, question=place.question, place=found[0] if found else None)
    return made


def title(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=f"Shop {name}")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_the_queue_is_worked_off_without_a_mouse(
    visit: Callable[..., Visit], places: list[PendingSite], script: bool
) -> None:
    one = visit(java_script_enabled=script)
    page = one.open(places[0].get_absolute_url())
    title(page, "Lyon")
    page.keyboard.press("Enter")  # the button to accept has the focus
    title(page, "Nantes")
    page.get_by_label("Where is it?").focus()
    page.keyboard.type("47.2184, -1.5536\n")
    title(page, "Lille")
    page.get_by_role("link", name="Next").press("Enter")
    title(page, "Nowhere")
    page.keyboard.type("Paris\n") if script else page.get_by_label("Where is it?").press_sequentially("Paris\n")
    expect(page.get_by_role("group", name="Which one is it?")).to_be_visible()
    page.get_by_role("button", name="Paris", exact=False).first.press("Enter")
    title(page, "Elsewhere")
    page.get_by_label("It is no site, because").press_sequentially("Closed\n")
    title(page, "Lille")
    assert dict(Site.objects.values_list("name", "location_source")) == {
        "Shop Lyon": "search",
        "Shop Nantes": "pin",
        "Shop Nowhere": "search",
    }
    assert str(Site.objects.get(name="Shop Nantes").latitude) == "47.218400"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desk", "phone"])
def test_the_pages_of_the_queue_are_accessible(
    visit: Callable[..., Visit], places: list[PendingSite], scheme: str, device: str
) -> None:
    one = visit(color_scheme=scheme, **({"viewport": PHONE} if device == "phone" else {}))
    SiteFactory(latitude=0, longitude=0)
    check_locations(Silent())
    for path in ("/sites/to-locate/", places[0].get_absolute_url(), places[3].get_absolute_url(), "/sites/doubts/"):
        page = one.open(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert one.axe() == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path

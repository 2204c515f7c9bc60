"""The main job on real input: a list of customers comes in, is worked on by two people, and goes back out."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from crm.imports.models import ImportBatch
from customers.models import Customer
from tests.browser.conftest import Visit
from tests.factories import TagFactory

FILE = Path(settings.BASE_DIR).parent / "shared" / "data" / "chinook_customers.csv"

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not FILE.exists(), reason="the shop's customers are not beside the project"),
]


@pytest.mark.feature("F006", "F007", "F008", "F019", "F020")
def test_a_shop_s_customers_come_in_are_worked_on_and_go_out_again(
    visit: Callable[..., Visit], worker: Callable[[], "subprocess.Popen[bytes]"]
) -> None:
    worker()
    TagFactory(name="VIP")
    first = visit()
    bring_in(first)
    find_without_accents(first)
    tag_ten(first)
    meet_a_conflict(first, visit())
    read_and_undo_one_change(first)
    undo_the_import(first)
    # She was renamed after the import; undoing never takes back what somebody did later.
    assert [customer.name for customer in Customer.objects.live()] == ["Leonie Köhler-Braun"]


def bring_in(visit: Visit) -> None:
    page = visit.open("/imports/new/")
    page.get_by_label("CSV file").set_input_files(FILE)
    page.get_by_role("button", name="Upload and choose columns").click()
    expect(page.get_by_role("heading", name="Columns of chinook_customers.csv")).to_be_visible()
    assert visit.axe() == []
    page.get_by_role("button", name="Check all lines").click()
    page.get_by_role("button", name="Import 59 lines").click(timeout=30_000)
    expect(page.get_by_text("59 lines were imported.")).to_be_visible(timeout=30_000)
    assert visit.axe() == []
    page = visit.open("/customers/")
    expect(page.get_by_text("59 customers")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Leonie Köhler")).get_by_text("Stuttgart")).to_be_visible()
    assert visit.axe() == []


def find_without_accents(visit: Visit) -> None:
    for typed, found in (("goncalves", "Embraer"), ("sao paulo", "Eduardo Martins")):
        page = visit.open("/customers/")
        page.get_by_role("searchbox", name="Search this list").press_sequentially(typed)
        page.wait_for_url(re.compile("q="))
        expect(page.locator("[data-row]").filter(has_text=found)).to_be_visible()
    page = visit.open("/imports/")
    page.get_by_role("combobox", name="Search everything").press_sequentially("goncalves")
    expect(page.get_by_role("option").filter(has_text="Embraer")).to_be_visible()


def tag_ten(visit: Visit) -> None:
    page = visit.open("/customers/?country=US")
    expect(page.get_by_text("13 customers")).to_be_visible()
    boxes = page.locator("[data-row] input[type=checkbox]")
    for number in range(10):
        boxes.nth(number).check()
    page.get_by_role("button", name="Add tags").click()
    expect(page.get_by_text("put on 10 records")).to_be_visible()
    assert visit.axe() == []
    page.get_by_role("combobox", name="Tags").press_sequentially("VIP")
    page.get_by_role("option", name="VIP").click()
    page.get_by_role("button", name="Add tags").click()
    page.wait_for_url(re.compile("/customers/"))
    assert Customer.objects.filter(tags__name="VIP").count() == 10


def meet_a_conflict(visit: Visit, other: Visit) -> None:
    customer = Customer.objects.get(email="leonekohler@surfeu.de")
    address = f"/customers/{customer.pk}/edit/"
    mine, theirs = visit.open(address), other.open(address)
    theirs.get_by_label("Name", exact=True).fill("Leonie Köhler-Braun")
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.get_by_role("heading", name="Leonie Köhler-Braun")).to_be_visible()
    visit.expected.add(409)
    mine.get_by_label("Name", exact=True).fill("Leonie Kohler")
    mine.get_by_role("button", name="Save").click()
    expect(mine.get_by_role("cell", name="Leonie Köhler-Braun")).to_be_visible()
    expect(mine.get_by_label("Name", exact=True)).to_have_value("Leonie Kohler")
    assert visit.axe() == []
    mine.get_by_role("button", name="Save").click()
    expect(mine.get_by_role("heading", name="Leonie Kohler")).to_be_visible()


def read_and_undo_one_change(visit: Visit) -> None:
    customer = Customer.objects.get(email="leonekohler@surfeu.de")
    page = visit.open(f"/customers/{customer.pk}/activity/")
    entry = page.locator(".activity-entry").first
    expect(entry).to_contain_text("Ana Ruiz changed the name from Leonie Köhler-Braun to Leonie Kohler")
    assert visit.axe() == []
    entry.locator("summary").click()
    entry.get_by_role("link", name=re.compile("Open change")).click()
    for text in ("Leonie Köhler-Braun", "Leonie Kohler", "Name"):
        expect(page.locator("main").get_by_text(text).first).to_be_visible()
    page.get_by_role("link", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    visit.open(f"/customers/{customer.pk}/")
    expect(page.get_by_role("heading", name="Leonie Köhler-Braun")).to_be_visible()


def undo_the_import(visit: Visit) -> None:
    page = visit.open(ImportBatch.objects.get().get_absolute_url())
    page.get_by_role("link", name="Undo this import").click()
    assert visit.axe() == []
    page.get_by_role("button", name="Undo").click()
    expect(
        page.get_by_text(re.compile(r"2 records were changed since and stayed: Leonie Köhler-Braun\."))
    ).to_be_visible()
    visit.open("/customers/")
    expect(page.get_by_text("1 customer", exact=True)).to_be_visible()

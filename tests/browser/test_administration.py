"""The administration and the box for tags, in a browser under the strict content policy."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from crm.labels.models import Tag
from customers.models import Customer
from tests.browser.conftest import PHONE, Visit
from tests.factories import CustomerFactory, TagFactory

Visits = Callable[..., Visit]


@pytest.mark.parametrize("viewport", [{"width": 1360, "height": 850}, PHONE])
def test_administrator_changes_a_customer_and_reads_its_history(visit: Visits, viewport: dict[str, int]) -> None:
    customer = CustomerFactory(name="Orange", city="Nantes")
    here = visit(viewport=viewport)
    page = here.open("/admin/customers/customer/?q=orange")
    page.locator("#result_list tbody th a").click()
    page.get_by_label("City:").fill("Lyon")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("changed successfully")
    here.open(f"/admin/customers/customer/{customer.pk}/history/")
    expect(page.get_by_role("row", name="City Nantes Lyon")).to_be_visible()


@pytest.mark.parametrize(
    "path",
    ["", "staff/user/", "staff/user/add/", "labels/tag/", "labels/attributedefinition/add/", "changes/changeset/"],
)
def test_pages_of_the_administration_need_nothing_the_policy_forbids(visit: Visits, path: str) -> None:
    here = visit(color_scheme="dark")
    page = here.open(f"/admin/{path}")
    expect(page.locator("#site-name")).to_contain_text("Waypoint")


def test_tags_are_searched_chosen_and_taken_off_in_one_box(visit: Visits) -> None:
    TagFactory(name="Late payer", colour="red")
    customer = CustomerFactory(name="Orange", tags=[TagFactory(name="VIP", colour="purple")])
    here = visit()
    page = here.open(f"/customers/{customer.pk}/tags/")
    box = page.locator(".ts-control")
    expect(box.locator(".tag-purple")).to_have_text("VIP")
    box.click()
    page.keyboard.type("late")
    page.keyboard.press("Enter")
    expect(box.locator(".tag-red")).to_contain_text("Late payer")
    box.locator(".item").filter(has_text="VIP").locator(".remove").click()
    page.keyboard.press("Escape")
    assert here.axe() == []
    page.get_by_role("button", name="Save tags").click()
    page.wait_for_url(f"**/customers/{customer.pk}/")
    assert [tag.name for tag in Customer.objects.get().tags.all()] == ["Late payer"]


def test_tags_are_chosen_without_script_too(visit: Visits) -> None:
    vip = TagFactory(name="VIP")
    customer = CustomerFactory(name="Orange")
    here = visit(java_script_enabled=False)
    page = here.open(f"/customers/{customer.pk}/tags/")
    page.get_by_label("Tags").select_option(str(vip.pk))
    page.get_by_role("button", name="Save tags").click()
    page.wait_for_url(f"**/customers/{customer.pk}/")
    assert Tag.objects.get() in Customer.objects.get().tags.all()

"""The gate in a form: heard when the customer is chosen, a tick for a warning, an empty field after a block."""

import re
from typing import Any

import pytest
from django.test import Client

from contacts.actions import add_warning, change_warning
from contacts.models import WarningDecision
from customers.models import Note
from staff.models import User
from tests.factories import CustomerFactory, SiteFactory, person

pytestmark = pytest.mark.urls("tests.contacts.gated")
NEW = "/visits/new/"


@pytest.fixture
def sofia(client: Client, ana: User) -> Client:
    client.force_login(person("sofia"))
    return client


def chosen(page: str) -> str:
    """The customer that the form has chosen; empty for none."""
    select = re.search(r'<select name="customer".*?</select>', page, re.DOTALL)
    assert select
    found = re.search(r'value="(\d*)" selected', select[0])
    return found[1] if found else ""


def post(client: Client, **values: Any) -> tuple[int, str]:
    response = client.post(NEW, values)
    return response.status_code, response.content.decode()


@pytest.mark.feature("F090")
def test_block_shows_the_message_empties_the_customer_and_keeps_the_rest(sofia: Client, ana: User) -> None:
    customer = CustomerFactory()
    add_warning(customer, by=ana, level="block", message="Mauvais payeur")
    status, page = post(sofia, customer=customer.pk, body="New router on the second floor")
    assert status == 422
    assert "Mauvais payeur" in page
    assert "Ana Ruiz" in page
    assert chosen(page) == ""
    assert "New router on the second floor" in page
    assert not Note.objects.exists()


def test_warning_keeps_the_customer_and_asks_for_a_tick(sofia: Client, ana: User) -> None:
    customer = CustomerFactory()
    warning = add_warning(customer, by=ana, message="Dog bites")
    status, page = post(sofia, customer=customer.pk, body="Router")
    assert status == 422
    assert chosen(page) == str(customer.pk)
    assert f'name="acknowledged" value="{warning.pk}-1"' in page
    assert post(sofia, customer=customer.pk, body="Router", acknowledged=[f"{warning.pk}-1"])[0] == 302
    assert WarningDecision.objects.get().by == person("sofia")


def test_every_warning_can_be_ticked_however_many_there_are(sofia: Client, ana: User) -> None:
    customer = CustomerFactory()
    many = [add_warning(customer, by=ana, message=f"Dog {each} bites") for each in range(52)]
    ticks = [f"{warning.pk}-1" for warning in many]
    assert post(sofia, customer=customer.pk, body="Router", acknowledged=ticks[1:])[0] == 422
    assert post(sofia, customer=customer.pk, body="Router", acknowledged=ticks)[0] == 302
    assert WarningDecision.objects.count() == len(many)


def test_tick_for_one_warning_is_none_for_another(sofia: Client, ana: User) -> None:
    customer = CustomerFactory()
    seen = add_warning(customer, by=ana, message="Dog bites")
    add_warning(customer, by=ana, message="Wet paint")
    status, page = post(sofia, customer=customer.pk, body="Router", acknowledged=[f"{seen.pk}-1"])
    assert status == 422
    assert page.count("checked") == 1
    assert not Note.objects.exists()


def test_whoever_may_override_gives_a_reason_in_the_form(browser: Client, ana: User) -> None:
    customer = CustomerFactory()
    add_warning(customer, by=ana, level="block", message="Mauvais payeur")
    status, page = post(browser, customer=customer.pk, body="Router")
    assert (status, chosen(page)) == (422, str(customer.pk))
    assert 'name="override_reason"' in page
    assert post(browser, customer=customer.pk, body="Router", override_reason="Paid in cash")[0] == 302
    assert WarningDecision.objects.get().reason == "Paid in cash"


@pytest.mark.feature("F089", "X26")
def test_part_says_everything_once_customer_and_site_are_chosen(sofia: Client, ana: User) -> None:
    site = SiteFactory()
    add_warning(site.customer, by=ana, level="info", message="Ring first")
    add_warning(site, by=ana, message="Asbestos")
    add_warning(site.customer, by=ana, message="Slow payer", actions=["invoice"])
    part = sofia.get(f"/contacts/gate/job/?customer={site.customer.pk}&site={site.pk}").content.decode()
    assert part.index("Asbestos") < part.index("Ring first")
    assert "Slow payer" not in part
    assert "<html" not in part
    assert sofia.get("/contacts/gate/job/?customer=").content.decode().strip() == ""
    assert sofia.get("/contacts/gate/party/").status_code == 404


def test_page_opens_with_what_stands_before_a_customer_of_its_address(sofia: Client, ana: User) -> None:
    page = sofia.get(NEW).content.decode()
    assert 'hx-get="/contacts/gate/job/"' in page
    assert "attention" not in page


@pytest.mark.parametrize("ticked", ["x", "-1", "9" * 40, "²", "1-²", "1-1-1", "9" * 40 + "-1"])
def test_nonsense_ticks_count_as_none(sofia: Client, ana: User, ticked: str) -> None:
    customer = CustomerFactory()
    add_warning(customer, by=ana, message="Dog bites")
    assert post(sofia, customer=customer.pk, body="Router", acknowledged=[ticked])[0] == 422


def test_text_that_was_changed_between_showing_and_saving_must_be_read_again(sofia: Client, ana: User) -> None:
    customer = CustomerFactory()
    warning = add_warning(customer, by=ana, message="Dog barks")
    change_warning(warning, by=ana, message="Dog bites")
    status, page = post(sofia, customer=customer.pk, body="Router", acknowledged=[f"{warning.pk}-1"])
    assert (status, page.count("checked")) == (422, 0)
    assert "Dog bites" in page
    assert f'value="{warning.pk}-2"' in page
    assert not Note.objects.exists()


def test_tick_of_another_customers_warning_is_none(sofia: Client, ana: User) -> None:
    forged = add_warning(CustomerFactory(), by=ana, message="Wet paint")
    customer = CustomerFactory()
    add_warning(customer, by=ana, message="Dog bites")
    assert post(sofia, customer=customer.pk, body="Router", acknowledged=[f"{forged.pk}-1"])[0] == 422


def test_part_keeps_ticks_and_the_reason_that_was_typed(browser: Client, ana: User) -> None:
    customer = CustomerFactory()
    warning = add_warning(customer, by=ana, message="Dog bites")
    add_warning(customer, by=ana, level="block", message="Mauvais payeur")
    asked = {"customer": customer.pk, "acknowledged": f"{warning.pk}-1", "override_reason": "Paid in <cash>"}
    part = browser.get("/contacts/gate/job/", asked).content.decode()
    assert part.count("checked") == 1
    assert "Paid in &lt;cash&gt;" in part
    assert "override_reason" in browser.get(NEW).content.decode()

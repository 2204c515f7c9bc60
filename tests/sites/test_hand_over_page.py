"""Handing a site over from its page."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sites.actions import hand_over
from sites.models import Site
from tests.factories import CustomerFactory, SiteFactory, person

TODAY = timezone.localdate()


@pytest.fixture
def movers() -> Iterator[None]:
    before = list(hand_over._movers), list(hand_over._told)
    yield
    hand_over._movers[:], hand_over._told[:] = before


def site_of(name: str) -> Site:
    return SiteFactory(customer=CustomerFactory(name=name))


def test_the_question_says_what_moves_and_what_stays(browser: Client, movers: None) -> None:
    hand_over.register_mover(lambda *_: None, says="Three routers stay at the place.")
    page = browser.get(f"{site_of('Orange').get_absolute_url()}hand-over/").text
    assert "passes from Orange to the customer named here" in page
    assert "Three routers stay at the place." in page
    assert "Orange keeps its contacts and documents" in page


@pytest.mark.parametrize("name", ["Lemon", "lemon", "{number}", "{number} Lemon", "4711"])
def test_the_new_customer_is_named_by_name_or_number(browser: Client, name: str) -> None:
    site, heir = site_of("Orange"), CustomerFactory(name="Lemon", external_number="4711")
    typed = name.format(number=heir.number)
    page = f"{site.get_absolute_url()}hand-over/"
    done = browser.post(page, {"customer": typed, "on": str(TODAY), "reason": "Sold"}, follow=True)
    assert Site.objects.get().customer == heir
    assert "The site was handed over." in done.text
    assert "undo/" not in done.text
    assert Site.history.latest().change_set.reason == "Sold"


def test_the_page_shows_who_had_the_site_when(browser: Client) -> None:
    site, heir = site_of("Orange"), CustomerFactory(name="Lemon")
    panel = "Customers here"
    assert panel in browser.get(site.get_absolute_url()).text
    browser.post(f"{site.get_absolute_url()}hand-over/", {"customer": heir.number, "on": str(TODAY)})
    shown = browser.get(site.get_absolute_url()).text.split(panel)[-1]
    assert shown.index("Lemon") < shown.index("Orange")
    assert "since" in shown


@pytest.mark.parametrize(
    ("customer", "on", "says"),
    [
        ("Nobody", 0, "No customer is called “Nobody”."),
        ("Orang", 0, "Which one is it? Write the number"),
        ("Twin", 0, "Which one is it? Write the number"),
        ("Orange", 0, "Orange has this site already."),
        ("Lemon", 1, "Hand the site over on the day it happens, not before."),
        ("", 0, "This field is required."),
    ],
)
def test_what_is_not_possible_is_said_beside_its_field(browser: Client, customer: str, on: int, says: str) -> None:
    site = site_of("Orange")
    for name in ("Lemon", "Twin", "Twin"):
        CustomerFactory(name=name)
    data = {"customer": customer, "on": str(TODAY + timedelta(days=on))}
    page = browser.post(f"{site.get_absolute_url()}hand-over/", data)
    assert (page.status_code, says in page.text) == (422, True)
    assert Site.objects.get().customer == site.customer


def test_former_customer_keeps_what_is_its_own(browser: Client) -> None:
    site, heir = site_of("Orange"), CustomerFactory(name="Lemon")
    former: Any = site.customer
    browser.post(f"{site.get_absolute_url()}hand-over/", {"customer": heir.number, "on": str(TODAY)})
    assert "handed over" in browser.get(f"{former.get_absolute_url()}activity/").text


@pytest.mark.django_db
def test_a_technician_hands_nothing_over(client: Client) -> None:
    client.force_login(person("theo"))
    assert client.get(f"{site_of('Orange').get_absolute_url()}hand-over/").status_code == 403

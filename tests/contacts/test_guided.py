"""Taking on a customer step by step."""

import pytest
from django.test import Client

from customers.models import Customer
from tests.factories import CustomerFactory, SiteFactory, person


@pytest.mark.feature("F005")
def test_each_step_saves_and_leads_to_the_next(browser: Client) -> None:
    values = {"kind": "company", "name": "Orange", "country": "FR"}
    response = browser.post("/contacts/guided/", values)
    customer = Customer.objects.get()
    steps = f"/contacts/guided/{customer.pk}/"
    assert response.headers["Location"] == steps
    add = f"/contacts/of/{customer.pk}/new/?next={steps.replace('/', '%2F')}"
    page = browser.get(steps).content.decode()
    assert add in page
    response = browser.post(add, {"family_name": "Lind", "next": steps})
    assert response.headers["Location"] == steps
    assert customer.contact_links.live().count() == 1


@pytest.mark.feature("F005")
def test_left_half_way_it_goes_on_from_the_customer(browser: Client) -> None:
    customer = CustomerFactory()
    assert f"/contacts/guided/{customer.pk}/" in browser.get(customer.get_absolute_url()).content.decode()
    SiteFactory(customer=customer)
    page = browser.get(f"/contacts/guided/{customer.pk}/").content.decode()
    assert page.count("is-done") == 2
    assert f"/sites/new/?customer={customer.pk}" in page


def test_person_of_an_individual_is_a_step_that_is_done(browser: Client) -> None:
    customer = CustomerFactory(individual=True)
    assert browser.get(f"/contacts/guided/{customer.pk}/").content.decode().count("is-done") == 2


def test_archived_customer_has_no_next_steps_and_a_reader_sees_no_buttons(browser: Client, client: Client) -> None:
    assert browser.get(f"/contacts/guided/{CustomerFactory(archived=True).pk}/").status_code == 404
    client.force_login(person("vic"))
    page = client.get(f"/contacts/guided/{CustomerFactory().pk}/").content.decode()
    assert "btn-primary" in page  # leads to the customer
    assert "/new/" not in page.partition("steps-done")[2].partition("</ol>")[0]

"""Many people at the same customer, each on a connection of their own."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from customers.models import Customer
from staff.actions import create_user
from staff.models import User
from tests.factories import TESTS, CustomerFactory

PEOPLE = 20


@pytest.fixture
def people(transactional_db: None) -> list[tuple[User, Client]]:
    """Twenty colleagues of support, signed in."""
    found = []
    for number in range(PEOPLE):
        user = create_user(by=TESTS, email=f"p{number}@example.com", name=f"Person {number}", roles=["support"])
        client = Client()
        client.force_login(user)
        found.append((user, client))
    return found


@pytest.mark.feature("F108")
def test_of_twenty_people_saving_one_form_exactly_one_wins(people: list[tuple[User, Client]]) -> None:
    customer = CustomerFactory(name="Orange")
    url = f"{customer.get_absolute_url()}edit/"
    typed = {"kind": "company", "status": customer.status_id, "currency": "EUR", "version": customer.version}
    start, answers = Barrier(PEOPLE), {}

    def save(user: User, client: Client) -> None:
        try:
            start.wait(timeout=30)
            answers[user.name] = client.post(url, {**typed, "name": f"Typed by {user.name}"})
        finally:
            connection.close()

    threads = [Thread(target=save, args=each) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    saved = [name for name, answer in answers.items() if answer.status_code == 302]
    refused = {name: answer for name, answer in answers.items() if answer.status_code == 409}
    assert (len(saved), len(refused)) == (1, PEOPLE - 1)
    customer.refresh_from_db()
    assert (customer.name, customer.version, customer.history.count()) == (f"Typed by {saved[0]}", 2, 2)
    assert all(f"Typed by {name}" in answer.text for name, answer in refused.items())
    assert Customer.objects.count() == 1

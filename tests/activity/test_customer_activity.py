import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.changes.timeline import SIZE
from customers.actions import add_note, change_customer
from customers.models import Customer
from staff.models import User
from tests.factories import CustomerFactory, person


@pytest.mark.feature("F019")
def test_customer_has_a_tab_with_everything_that_happened(as_ana: Client, orange: Customer, ana: User) -> None:
    add_note(orange, by=ana, body="Called about March")
    CustomerFactory(name="Lemon")
    page = as_ana.get(f"/customers/{orange.pk}/activity/").content.decode()
    for part in ("changed the city from Paris to Nice", "created the note Called about March", "<del>Paris</del>"):
        assert part in page
    assert "Lemon" not in page
    assert f'href="/customers/{orange.pk}/activity/"' in as_ana.get(f"/customers/{orange.pk}/").content.decode()


def test_tab_is_narrowed_to_kinds_of_a_customers_own(as_ana: Client, orange: Customer, ana: User) -> None:
    add_note(orange, by=ana, body="Called about March")
    page = as_ana.get(f"/customers/{orange.pk}/activity/", {"kind": "customers.note"}).content.decode()
    assert "Called about March" in page
    assert "Paris" not in page
    assert 'value="staff.user"' not in page


def test_htmx_gets_the_tab_or_older_entries_alone(as_ana: Client, orange: Customer, ana: User) -> None:
    for number in range(SIZE):
        orange = change_customer(orange, by=ana, version=orange.version, city=f"City {number}")
    address = f"/customers/{orange.pk}/activity/"
    part = as_ana.get(address, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "<form" in part.content.decode()
    older = as_ana.get(address + part.context["older_url"], headers={"HX-Request": "true"}).content.decode()
    assert "created the customer Orange" in older
    assert "<form" not in older


def test_statements_of_the_tab_do_not_grow(as_ana: Client, orange: Customer, ana: User) -> None:
    counts = []
    for more in (3, 20):
        for number in range(more):
            orange = change_customer(orange, by=ana, version=orange.version, city=f"City {more} {number}")
        as_ana.get(f"/customers/{orange.pk}/activity/")
        with CaptureQueriesContext(connection) as queries:
            as_ana.get(f"/customers/{orange.pk}/activity/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 22


def test_person_without_permission_gets_no_tab(client: Client, orange: Customer) -> None:
    client.force_login(person("nina"))
    assert client.get(f"/customers/{orange.pk}/activity/").status_code in (403, 404)

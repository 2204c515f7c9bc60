"""How many SQL statements a page may take: pinned, and the same however many rows there are."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.changes.current import SystemActor
from crm.demo.generation import generate
from customers.models import Customer
from staff.actions import create_user, sync_roles

pytestmark = pytest.mark.django_db

LIST = 16
CUSTOMER_PAGE = 17  # the bar of the product is 15


@pytest.fixture
def statements(client: Client) -> Callable[[str], int]:
    sync_roles()
    actor = SystemActor("tests")
    client.force_login(create_user(by=actor, email="ana@example.com", name="Ana Ruiz", roles=["administrator"]))

    def count(path: str) -> int:
        assert client.get(path).status_code == 200  # the first request fills caches
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    return count


def test_the_list_of_customers_takes_as_many_statements_for_a_full_page_as_for_a_third(
    statements: Callable[[str], int],
) -> None:
    generate(60)
    few = statements("/customers/?per_page=15")
    assert statements("/customers/?per_page=45") == few <= LIST


def test_a_customer_page_takes_no_more_statements_than_today(statements: Callable[[str], int]) -> None:
    generate(60)
    changed_and_noted = Customer.objects.filter(notes__isnull=False).first()
    assert changed_and_noted is not None
    assert statements(f"/customers/{changed_and_noted.pk}/") <= CUSTOMER_PAGE

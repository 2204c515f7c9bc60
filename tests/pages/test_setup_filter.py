"""Filters by statuses, types and tags: read once, and right again the moment somebody changes one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contacts.models import ContactType
from crm.changes.current import change_set
from crm.labels.actions import set_tags
from crm.pages.setup_filter import SetUpFilter
from customers.models import CustomerStatus
from tests.factories import TESTS, CustomerFactory, LinkFactory, TagFactory, person
from tests.pages.suite.found import found_lists

pytestmark = pytest.mark.django_db


def test_every_filter_of_this_kind_is_over_a_watched_table() -> None:
    tables = {
        each.queryset.model._meta.db_table
        for found in found_lists()
        for each in found.page.filterset_class.base_filters.values()
        if isinstance(each, SetUpFilter)
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'set_up'")
        watched = {table for (table,) in cursor.fetchall()}
    assert tables
    assert tables - watched == set()


def test_record_is_read_once_and_again_when_it_was_changed(browser: Client) -> None:
    tag = TagFactory(name="Fibre")
    customer = CustomerFactory()
    set_tags(customer, by=person("ana"), tags=[tag])
    address = f"/customers/?tag={tag.pk}"
    browser.get(address)
    with CaptureQueriesContext(connection) as again:
        page = browser.get(address).content.decode()
    assert not [each for each in again.captured_queries if 'FROM "labels_tag" WHERE' in each["sql"]]
    assert "Fibre" in page
    with change_set(by=TESTS, verb="change_tag"):
        tag.name = "Copper"
        tag.save()
    page = browser.get(address).content.decode()
    assert "Copper" in page
    assert "Fibre" not in page


@pytest.mark.parametrize("value", ["0", "-1", "x", "9" * 30, "1,2", "\x00", "\U0001d7d9"])
@pytest.mark.parametrize("address", ["/customers/?status=", "/customers/?tag=", "/contacts/?type="])
def test_what_is_no_record_is_refused_in_words(browser: Client, address: str, value: str) -> None:
    CustomerFactory()
    answer = browser.get(address + value)
    assert answer.status_code == 400
    assert "is not one of the available choices" in answer.content.decode()


def test_several_are_any_of_them(browser: Client) -> None:
    statuses = CustomerStatus.objects.order_by("pk")[:3]
    for name, status in zip(("Orange", "Bouygues", "Free"), statuses, strict=True):
        CustomerFactory(name=name, status=status)
    page = browser.get(f"/customers/?status={statuses[0].pk}&status={statuses[1].pk}").content.decode()
    assert all(f'class="cell-name">{name}' in page for name in ("Orange", "Bouygues"))
    assert 'class="cell-name">Free' not in page


def test_record_made_since_is_found(browser: Client) -> None:
    missing = ContactType.objects.order_by("-pk")[0].pk + 1
    assert browser.get(f"/contacts/?type={missing}").status_code == 400
    with change_set(by=TESTS, verb="create_contact_type"):
        made = ContactType.objects.create(pk=missing, name="Keeper of keys", position=90)
    link = LinkFactory(link={"types": [made]})
    assert str(link.contact) in browser.get(f"/contacts/?type={missing}").content.decode()

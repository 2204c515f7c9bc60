"""The suite that every list page inherits by being in the URLconf."""

from typing import Any

import django_filters
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from crm.changes.models import ChangeSet
from crm.pages.lists import ListPage
from staff.models import User
from tests.factories import person
from tests.pages.suite.found import URLCONF, FoundList, found_lists
from tests.pages.suite.registry import LISTS

pytestmark = [pytest.mark.django_db, pytest.mark.urls(URLCONF)]

FOUND = found_lists()
every_list = pytest.mark.parametrize("found", FOUND, ids=str)


@pytest.fixture
def root(client: Client, db: None) -> Client:
    """Somebody who may do everything."""
    client.force_login(User.objects.create_superuser("root@example.com", "Root"))
    return client


def rows_of(response: Any) -> list[Any]:
    rows: list[Any] = response.context_data["listing"].window.rows
    return rows


def listing_of(client: Client, found: FoundList) -> Any:
    return client.get(found.url).context_data["listing"]


def test_every_list_has_a_line_in_the_registry() -> None:
    assert {found.key for found in FOUND} == set(LISTS)


@every_list
def test_anonymous_visitor_is_asked_to_sign_in(client: Client, found: FoundList) -> None:
    response = client.get(found.url)
    assert response.status_code == 302 and response.headers["Location"].startswith(reverse("account_login"))


@every_list
def test_nobody_without_the_permission_sees_it(client: Client, found: FoundList) -> None:
    client.force_login(person("nina"))
    assert client.get(found.url).status_code == 403


@every_list
def test_empty_list_says_what_belongs_there(root: Client, found: FoundList) -> None:
    if rows_of(root.get(found.url)):
        pytest.skip("this list is never empty")
    assert found.page.empty_text != ListPage.empty_text or found.key == "tags:list"
    assert f"No {found.page.queryset.model._meta.verbose_name_plural}" in root.get(found.url).content.decode()


@every_list
def test_whole_page_and_part_show_the_same_rows(root: Client, found: FoundList) -> None:
    made = LISTS[found.key].make(3)
    whole, part = root.get(found.url), root.get(found.url, headers={"HX-Request": "true"})
    assert {row.pk for row in rows_of(whole)} >= {record.pk for record in made}
    assert rows_of(whole) == rows_of(part)
    assert b"<html" in whole.content and b"<html" not in part.content
    assert "HX-Request" in whole.headers["Vary"] and part.headers["HX-Push-Url"] == found.url


@every_list
def test_row_that_may_not_be_seen_is_absent(root: Client, found: FoundList) -> None:
    hidden = LISTS[found.key].hidden
    if hidden is None:
        pytest.skip("every record of this noun is seen by those who may see the noun")
    record = hidden()
    assert record.pk not in {row.pk for row in rows_of(root.get(found.url))}


@every_list
def test_every_column_shows_and_sorts_both_ways(root: Client, found: FoundList) -> None:
    LISTS[found.key].make(2)
    table = found.page.table_class
    shown = root.get(found.url, {"columns": ",".join(table.base_columns)})
    assert set(shown.context_data["listing"].columns) == set(table.base_columns)
    for name, column in table.base_columns.items():
        if getattr(column, "sort", ""):
            up, down = (root.get(found.url, {"sort": sort, "per_page": 200}) for sort in (name, f"-{name}"))
            assert up.status_code == down.status_code == 200
            assert rows_of(up) == rows_of(down)[::-1], name


@every_list
def test_one_column_names_the_record(found: FoundList) -> None:
    assert len(found.page.table_class.fixed_columns()) == 1


@every_list
def test_every_filter_accepts_and_refuses(root: Client, found: FoundList) -> None:
    LISTS[found.key].make(1)
    listing = listing_of(root, found)
    drawn = found.page.filterset_class(listing.params, listing.visible, draw=listing.filterset.offered)
    form = drawn.form
    for name, field in form.fields.items():
        words = getattr(field, "words", {})
        accepted = next((value for value in words if value), None)
        if accepted is not None:
            assert root.get(found.url, {name: accepted}).status_code == 200, name
        if words or not isinstance(field, django_filters.fields.forms.CharField):
            assert_refused(root, found, {name: "\u2603"}) if not is_range(field) else None


def is_range(field: Any) -> bool:
    return hasattr(field.widget, "widgets")


def assert_refused(client: Client, found: FoundList, query: dict[str, str]) -> None:
    response = client.get(found.url, query)
    assert (response.status_code, rows_of(response)) == (400, []), query
    part = client.get(found.url, query, headers={"HX-Request": "true"})
    assert part.status_code == 422


@every_list
def test_unknown_parameter_gives_no_rows(root: Client, found: FoundList) -> None:
    LISTS[found.key].make(1)
    for query in ({"no_such_filter": "1"}, {"sort": "no_such_column"}, {"q": "a\x00"}):
        assert_refused(root, found, query)


@every_list
def test_same_number_of_statements_for_more_rows(root: Client, found: FoundList) -> None:
    """One request beforehand fills what is kept between requests (content types)."""
    counted = []
    for more in (3, 6):
        LISTS[found.key].make(more)
        root.get(found.url, {"per_page": 200})
        with CaptureQueriesContext(
            connection,
        ) as statements:
            root.get(found.url, {"per_page": 200, "columns": ",".join(found.page.table_class.base_columns)})
        counted.append(len(statements))
    assert counted[0] == counted[1], [each["sql"][:200] for each in statements.captured_queries]


@every_list
def test_export_holds_what_the_list_shows(root: Client, found: FoundList) -> None:
    made = LISTS[found.key].make(4)
    try:
        url = reverse(f"{found.key.rpartition(':')[0]}:export", args=["csv"])
    except NoReverseMatch:
        pytest.skip("this list is not exported")
    total = len(rows_of(root.get(found.url, {"per_page": 200})))
    assert total >= len(made)
    columns = {"columns": ",".join(found.page.table_class.base_columns)}
    with CaptureQueriesContext(connection) as statements:
        lines = b"".join(root.get(url, columns).streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == total + 1 and len(statements) < 20
    book = root.get(url.replace("csv", "xlsx"), columns)
    assert b"".join(book.streaming_content).startswith(b"PK")
    book.close()


@every_list
def test_bringing_back_is_offered_only_where_archived_records_are_listed(root: Client, found: FoundList) -> None:
    LISTS[found.key].make(1)
    if "restore" not in {action.slug for action in found.page.bulk_actions}:
        pytest.skip("nothing of this list comes back")
    bare, archived_too = root.get(found.url), root.get(found.url, {"archived": "all"})
    assert rows_of(bare) and rows_of(archived_too)
    assert "/bulk/restore/" not in bare.text and "/bulk/restore/" in archived_too.text


@every_list
def test_every_bulk_action_asks_before_it_does_anything(root: Client, found: FoundList) -> None:
    LISTS[found.key].make(2)
    for action in found.page.bulk_actions:
        if not action.on_many:
            continue
        url = reverse(f"{found.key.rpartition(':')[0]}:bulk", args=[action.slug])
        before = ChangeSet.objects.count()
        assert root.post(url, {"all": "1"}).status_code == 200, action.slug
        assert root.post(f"{url}?no_such_filter=1", {"all": "1", "confirm": "1"}).status_code == 302
        assert ChangeSet.objects.count() == before

"""Pages by cursor: every row once, forwards and backwards, whatever it is sorted by."""

from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from crm.changes.bulk import create_rows
from crm.changes.current import change_set
from crm.labels.models import Tag
from crm.pages.counting import Count, count_rows
from crm.pages.order import Order
from crm.pages.paging import NUMBERED_PAGES, Window, read_window
from customers.models import Customer, CustomerStatus
from staff.models import User
from tests.factories import TESTS, CustomerFactory, person

pytestmark = pytest.mark.django_db

SIZE = 7
ORDERS = ["pk", "name", "city", "status__name", "account_manager__name", "created_at", "stage_forced_at"]


@pytest.fixture
def customers(db: None) -> QuerySet[Customer]:
    """41 customers with many ties, empty relations, and times a few microseconds apart."""
    managers = [person("ana"), person("sam"), None]
    statuses = list(CustomerStatus.objects.all())
    now = timezone.now()
    with change_set(by=TESTS, verb="prepare"):
        create_rows([customer_of(n, managers[n % 3], statuses[n % len(statuses)], now) for n in range(41)])
    return Customer.objects.all()


def customer_of(n: int, manager: User | None, status: CustomerStatus, now: Any) -> Customer:
    return Customer(
        number=f"C-{n}",
        kind="company",
        name=f"Name {n % 5}",
        city="Lyon",
        status=status,
        account_manager=manager,
        created_at=now + timedelta(microseconds=n % 4),
        stage_forced_at=now if n % 2 else None,
    )


def window_of(rows: QuerySet[Any], order: Order, where: dict[str, str] | None) -> Window:
    params = QueryDict(mutable=True)
    params.update({"per_page": str(SIZE), **(where or {})})
    return read_window(rows, params, order)


def walk(rows: QuerySet[Any], order: Order, start: dict[str, str] | None, way: str) -> list[list[int]]:
    """The keys of page after page, in one direction."""
    where: dict[str, str] | None = start
    pages = []
    while where is not None or not pages:
        window = window_of(rows, order, where)
        pages.append([row.pk for row in window.rows])
        where = getattr(window, way)
        assert len(pages) < 20, "the pages go round in a circle"
    return pages


@pytest.mark.feature("F009")
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("key", ORDERS)
def test_pages_hold_every_row_once_in_order(customers: QuerySet[Customer], key: str, descending: bool) -> None:
    order = Order(key, descending)
    expected = list(customers.order_by(*order.names()).values_list("pk", flat=True))
    forwards = walk(customers, order, None, "next")
    assert [pk for page in forwards for pk in page] == expected
    backwards = walk(customers, order, {"page": "last"}, "previous")
    assert sorted(pk for page in backwards[:-1] for pk in page) == sorted(expected[-SIZE * (len(backwards) - 1) :])
    assert backwards[-1] == expected[:SIZE]


@pytest.mark.feature("F009")
def test_rows_added_between_two_pages_neither_repeat_nor_hide_others(db: None) -> None:
    with change_set(by=TESTS, verb="prepare"):
        create_rows([Tag(name=f"tag {n:02}") for n in range(20)])
    first = window_of(Tag.objects.all(), Order("name"), None)
    with change_set(by=TESTS, verb="prepare"):
        create_rows([Tag(name=f"tag 0{n}b") for n in range(5)])
    second = window_of(Tag.objects.all(), Order("name"), first.next)
    assert [tag.name for tag in second.rows] == [f"tag {n:02}" for n in range(7, 14)]


def test_positions_are_told_while_they_are_known(customers: QuerySet[Customer]) -> None:
    order, where, ranges = Order("number"), None, []
    while where is not None or not ranges:
        window = window_of(customers, order, where)
        ranges.append((window.first, window.last))
        where = window.next
    assert ranges == [(1, 7), (8, 14), (15, 21), (22, 28), (29, 35), (36, 41)]
    assert window_of(customers, order, window.previous).first == 29
    assert window_of(customers, order, {"page": "last"}).first is None


def test_before_at_the_front_is_the_first_page(customers: QuerySet[Customer]) -> None:
    second = window_of(customers, Order("number"), {"page": "2"})
    assert second.previous == {"page": "1"}
    third = window_of(customers, Order("number"), second.next)
    front = window_of(customers.filter(pk__gt=third.rows[0].pk - 2), Order("pk"), third.previous)
    assert (front.first, front.previous) == (1, None)


def test_page_behind_the_last_is_the_last(customers: QuerySet[Customer]) -> None:
    assert window_of(customers, Order("pk"), {"page": str(NUMBERED_PAGES)}).next is None
    last = list(customers.order_by("pk"))[-1]
    ahead = window_of(customers, Order("pk"), {"page": "1"}).next
    behind = window_of(customers.filter(pk__lte=0), Order("pk"), ahead)
    assert last and behind.rows == [] and behind.next is None


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (Count(0), "0 customers"),
        (Count(1), "1 customer"),
        (Count(1204), "1,204 customers"),
        (Count(1000, exact=False, capped=True), "1,000+ customers"),
        (Count(1_000_000, exact=False), "about 1,000,000 customers"),
    ],
)
def test_count_says_how_sure_it_is(count: Count, text: str) -> None:
    assert count.of("customer", "customers") == text


def test_whole_list_is_estimated_from_what_the_planner_said_half_a_minute_ago_at_most(
    customers: QuerySet[Customer], monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr("crm.pages.counting.ESTIMATE_ABOVE", -1)
    first = count_rows(customers, narrowed=False)
    with django_assert_num_queries(0):
        assert count_rows(customers, narrowed=False) == first
    half_a_minute_later = monotonic() + 31
    monkeypatch.setattr("crm.pages.counting.monotonic", lambda: half_a_minute_later)
    with django_assert_num_queries(1):
        count_rows(customers, narrowed=False)


def test_more_than_are_counted_are_not_counted_again_for_half_a_minute(
    customers: QuerySet[Customer], monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr("crm.pages.counting.CAP", 2)
    assert str(count_rows(customers, narrowed=True)) == "2+"
    with django_assert_num_queries(0):
        assert str(count_rows(customers, narrowed=True)) == "2+"
    with django_assert_num_queries(1):  # another question
        assert str(count_rows(customers.filter(pk__gt=1), narrowed=True)) == "2+"
    half_a_minute_later = monotonic() + 31
    monkeypatch.setattr("crm.pages.counting.monotonic", lambda: half_a_minute_later)
    with django_assert_num_queries(1):
        count_rows(customers, narrowed=True)


def test_what_was_expected_of_the_whole_list_is_no_count_of_a_narrowed_one(customers: QuerySet[Customer]) -> None:
    exact = count_rows(customers, narrowed=False)
    assert exact.exact
    assert count_rows(customers, narrowed=True) == exact


def test_exact_count_is_always_of_this_moment(customers: QuerySet[Customer], ana: User) -> None:
    counted = count_rows(customers, narrowed=True)
    CustomerFactory(by=ana)
    assert count_rows(customers, narrowed=True) == Count(counted.value + 1)

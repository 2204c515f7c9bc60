import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from crm.changes.current import SystemActor, change_set
from crm.changes.tracked import StaleVersion
from crm.errors import DomainError
from crm.numbers.actions import change_series, take_numbers
from crm.numbers.models import NumberSeries

TESTS = SystemActor("tests")


def take(key: str = "orders", count: int = 1) -> list[str]:
    with change_set(by=TESTS, verb="take"):
        return take_numbers(key, count, prefix="O-", digits=4)


@pytest.mark.django_db
def test_series_is_made_on_its_first_use_and_counts_on() -> None:
    assert take() == ["O-0001"]
    assert take(count=3) == ["O-0002", "O-0003", "O-0004"]
    assert take("others") == ["O-0001"]


@pytest.mark.django_db
def test_numbers_outgrow_their_digits_without_repeating() -> None:
    take()
    series = NumberSeries.objects.get()
    change_series(series, by=TESTS, prefix="O-\x00", digits=4, next_value=9999)
    assert take(count=2) == ["O-9999", "O-10000"]


@pytest.mark.django_db
def test_counting_leaves_no_history_but_changing_the_series_does() -> None:
    take()
    take()
    series = NumberSeries.objects.get()
    assert series.history.count() == 1
    change_series(series, by=TESTS, prefix="ORD-", digits=5, next_value=10)
    assert take() == ["ORD-00010"]
    assert [row.prefix for row in series.history.all()] == ["ORD-", "O-"]


@pytest.mark.django_db
def test_counter_never_goes_back() -> None:
    take(count=5)
    series = NumberSeries.objects.get()
    with pytest.raises(DomainError, match="O-0005 was given already"):
        change_series(series, by=TESTS, prefix="O-", digits=4, next_value=5)
    assert take() == ["O-0006"]


@pytest.mark.django_db
def test_a_stale_form_changes_nothing() -> None:
    take()
    series = NumberSeries.objects.get()
    change_series(series, by=TESTS, prefix="A-", digits=4, next_value=2, version=series.version)
    with pytest.raises(StaleVersion):
        change_series(series, by=TESTS, prefix="B-", digits=4, next_value=2, version=series.version)


@pytest.mark.django_db(transaction=True)
def test_number_that_was_rolled_back_is_given_again() -> None:
    take()
    with pytest.raises(RuntimeError), transaction.atomic():
        assert take() == ["O-0002"]
        raise RuntimeError
    assert take() == ["O-0002"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("series_exists", [True, False])
def test_fifty_people_at_once_get_contiguous_numbers_none_twice(series_exists: bool) -> None:
    if series_exists:
        take()
    start = threading.Barrier(50)

    def take_one(_: int) -> str:
        try:
            start.wait(timeout=30)
            return take()[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        taken = list(pool.map(take_one, range(50)))
    first = 2 if series_exists else 1
    assert sorted(taken) == [f"O-{value:04d}" for value in range(first, first + 50)]


@pytest.mark.django_db(transaction=True)
def test_one_of_fifty_that_fails_leaves_no_gap() -> None:
    take()
    start = threading.Barrier(50)

    def take_one(position: int) -> str | None:
        try:
            start.wait(timeout=30)
            with transaction.atomic():
                number = take()[0]
                if position % 5 == 0:
                    raise LookupError(number)
            return number
        except LookupError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        taken = [number for number in pool.map(take_one, range(50)) if number]
    assert sorted(taken) == [f"O-{value:04d}" for value in range(2, 42)]

"""The guard of the test database sees what goes behind the back of history."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection

from crm.changes.current import change_set
from crm.changes.models import ChangeSet
from crm.labels.models import Tag
from crm.numbers.models import NumberSeries
from customers.models import Customer, CustomerTag
from staff.models import User


def refused(change: Callable[[], Any]) -> str:
    """What the guard says at the end of the transaction."""
    with pytest.raises(IntegrityError) as refusal:
        change()
        connection.check_constraints()
    return str(refusal.value)


def test_bare_update_is_refused(customer: Customer) -> None:
    assert "without a new version" in refused(lambda: Customer.objects.update(name="Lemon"))


def test_bare_update_that_counts_the_version_is_refused(customer: Customer) -> None:
    assert "left no history row" in refused(lambda: Customer.objects.update(name="Lemon", version=2))


def test_raw_sql_is_refused(customer: Customer) -> None:
    def change() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE customers_customer SET city = 'Paris'")

    assert "without a new version" in refused(change)


def test_bare_bulk_create_is_refused(make_customers: Any) -> None:
    assert "INSERT of customers_customer" in refused(lambda: Customer.objects.bulk_create(make_customers(2)))


def test_bare_deletion_is_refused(customer: Customer) -> None:
    def delete() -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM customers_customer")

    assert "DELETE of customers_customer" in refused(delete)


def test_history_row_that_tells_another_value_is_refused(customer: Customer, ana: User) -> None:
    def lie() -> None:
        with change_set(by=ana, verb="lie"):
            customer.name = "Lemon"
            customer.save()
        customer.history.filter(version=2).update(name="Melon")

    assert "left no history row" in refused(lie)


def test_saved_and_deleted_rows_with_history_pass(customer: Customer, ana: User) -> None:
    with change_set(by=ana, verb="change"):
        tag = Tag.objects.create(name="VIP")
        link = CustomerTag.objects.create(tag=tag, customer=customer)
        customer.city = "Lyon"
        customer.save()
        link.delete()
    connection.check_constraints()
    assert ChangeSet.objects.latest("pk").counts == {
        "labels.tag": {"+": 1},
        "customers.customertag": {"+": 1, "-": 1},
        "customers.customer": {"~": 1},
    }


def test_columns_without_history_may_move(ana: User) -> None:
    with change_set(by=ana, verb="create"):
        NumberSeries.objects.create(key="guarded")
    NumberSeries.objects.filter(key="guarded").update(next_value=7)
    ana.last_login = ana.created_at
    ana.save(update_fields=["last_login"])
    connection.check_constraints()


def test_every_tracked_table_is_guarded(db: None) -> None:
    from tests.guard import tracked_models

    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'guard'")
        guarded = {name for (name,) in cursor.fetchall()}
    assert guarded == {model._meta.db_table for model in tracked_models()}
    assert len(guarded) >= 10

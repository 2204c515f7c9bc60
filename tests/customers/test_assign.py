import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.errors import DomainError
from customers.actions import (
    assign_account_manager,
    assign_account_manager_to_all,
    change_status,
    change_status_of_all,
    retire_status,
)
from customers.models import Customer
from staff.models import User
from tests.factories import CustomerFactory, StatusFactory, person


def test_status_changes_and_a_retired_one_is_refused(ana: User) -> None:
    status, retired = StatusFactory(name="On hold"), retire_status(StatusFactory(), by=ana)
    customer = change_status(CustomerFactory(), by=ana, status=status)

    assert customer.status == status
    with pytest.raises(DomainError, match="no longer in use"):
        change_status(customer, by=ana, status=retired)


@pytest.mark.feature("F008")
def test_status_of_a_selection_changes_with_history_and_only_where_it_differs(ana: User) -> None:
    status = StatusFactory()
    CustomerFactory.create_batch(3)
    same = CustomerFactory(status=status)

    assert change_status_of_all(Customer.objects.all(), by=ana, status=status) == 3
    assert set(Customer.objects.values_list("status", flat=True)) == {status.pk}
    assert same.history.count() == 1
    assert all(row.history.count() == 2 for row in Customer.objects.exclude(pk=same.pk))


def test_statements_for_a_selection_do_not_grow_with_it(ana: User) -> None:
    counts = []
    for size in (3, 9):
        CustomerFactory.create_batch(size)
        status = StatusFactory()
        with CaptureQueriesContext(connection) as asked:
            change_status_of_all(Customer.objects.all(), by=ana, status=status)
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.feature("F094")
def test_account_manager_changes_for_one_and_for_many(ana: User) -> None:
    sam, bea = person("sam"), person("bea")
    first = CustomerFactory(account_manager=None)
    CustomerFactory(account_manager=sam)

    assert assign_account_manager(first, by=ana, account_manager=bea).account_manager == bea
    assert assign_account_manager_to_all(Customer.objects.all(), by=ana, account_manager=sam) == 1
    assert set(Customer.objects.values_list("account_manager", flat=True)) == {sam.pk}
    assert assign_account_manager_to_all(Customer.objects.all(), by=ana, account_manager=None) == 2


def test_unassigned_customers_are_part_of_a_selection(ana: User) -> None:
    CustomerFactory(account_manager=None)

    assert assign_account_manager_to_all(Customer.objects.all(), by=ana, account_manager=person("sam")) == 1


def test_somebody_who_left_cannot_manage_customers(ana: User) -> None:
    gone = User(name="Gone", is_active=False)
    with pytest.raises(DomainError, match="does not work here"):
        assign_account_manager(CustomerFactory(), by=ana, account_manager=gone)

import pytest

from crm.errors import DomainError
from customers.actions import (
    bring_back_status,
    change_customer_status,
    create_customer_status,
    order_statuses,
    retire_status,
)
from customers.models import CustomerStatus
from customers.rules import RULES, allows, refuse_unless
from staff.models import User
from tests.factories import CustomerFactory, StatusFactory

pytestmark = pytest.mark.feature("F013")


def test_installation_begins_with_active_pending_and_inactive(db: None) -> None:
    assert [status.name for status in CustomerStatus.objects.all()] == ["Active", "Pending", "Inactive"]
    assert CustomerStatus.objects.get(is_default=True).name == "Active"
    assert all(status.history.count() == 1 for status in CustomerStatus.objects.all())


def test_status_is_added_renamed_and_ordered_without_code(ana: User) -> None:
    status = create_customer_status(by=ana, name="On hold", colour="orange")
    status = change_customer_status(status, by=ana, version=status.version, name="Paused")
    rest = list(CustomerStatus.objects.exclude(pk=status.pk))
    order_statuses([status, *rest], by=ana)

    assert [each.name for each in CustomerStatus.objects.all()] == ["Paused", "Active", "Pending", "Inactive"]


def test_names_are_unique_whatever_their_case(ana: User) -> None:
    with pytest.raises(DomainError, match="already a status"):
        create_customer_status(by=ana, name="ACTIVE")


def test_mark_for_new_customers_moves_and_is_never_lost(ana: User) -> None:
    new = create_customer_status(by=ana, name="Fresh", is_default=True)

    assert list(CustomerStatus.objects.filter(is_default=True)) == [new]
    with pytest.raises(DomainError, match="mark another one"):
        change_customer_status(new, by=ana, is_default=False)
    with pytest.raises(DomainError, match="mark another one"):
        retire_status(new, by=ana)


def test_retiring_a_status_in_use_asks_what_its_customers_get_instead(ana: User) -> None:
    old, new = StatusFactory(), StatusFactory()
    live, archived = CustomerFactory(status=old), CustomerFactory(status=old, archived=True)
    with pytest.raises(DomainError, match="1 customer has this status") as refusal:
        retire_status(old, by=ana)
    assert refusal.value.field == "replacement"

    assert retire_status(old, by=ana, replacement=new).retired
    for customer in (live, archived):
        customer.refresh_from_db()
    assert (live.status, archived.status) == (new, old)
    assert not bring_back_status(old, by=ana).retired


@pytest.mark.feature("F014")
@pytest.mark.parametrize("rule", RULES)
def test_each_rule_of_a_status_refuses_in_words(ana: User, rule: str) -> None:
    strict = CustomerFactory(name="Orange", status=StatusFactory(name="Closed", **{rule: False}))
    free = CustomerFactory(status=StatusFactory())

    refuse_unless(free, rule)
    assert not allows(strict, rule)
    with pytest.raises(DomainError, match="The status of Orange is “Closed”") as refusal:
        refuse_unless(strict, rule)
    assert refusal.value.field == "customer"


def test_archived_customer_gets_nothing_new(ana: User) -> None:
    with pytest.raises(DomainError, match="is archived"):
        refuse_unless(CustomerFactory(archived=True), "allows_jobs")

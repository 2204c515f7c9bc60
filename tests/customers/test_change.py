import pytest

from crm.changes.models import ChangedCustomer, ChangeSet
from crm.changes.tracked import StaleVersion
from customers.actions import change_customer
from staff.models import User
from tests.factories import CustomerFactory, person


@pytest.mark.feature("F019")
def test_change_leaves_the_values_before_and_after_with_who_and_when(ana: User) -> None:
    customer = CustomerFactory(name="Before")
    sam = person("sam")
    change_customer(customer, by=sam, name="After")

    after, before = customer.history.all()
    assert (before.name, after.name) == ("Before", "After")
    assert after.change_set.actor == sam
    assert after.history_date == after.change_set.created_at
    assert ChangedCustomer.objects.filter(change_set=after.change_set, customer_id=customer.pk).exists()


def test_saving_the_same_values_leaves_no_trace(ana: User) -> None:
    customer = CustomerFactory(name="Same", phone="+33142685300", country="FR")
    before = ChangeSet.objects.count()
    saved = change_customer(
        customer, by=ana, version=1, name=" Same ", phone="+33142685300", country="FR", status=customer.status
    )

    assert saved.version == 1
    assert ChangeSet.objects.count() == before


def test_stale_version_never_overwrites(ana: User) -> None:
    customer = CustomerFactory(name="Read by both")
    change_customer(customer, by=ana, version=1, name="First")
    with pytest.raises(StaleVersion):
        change_customer(customer, by=person("sam"), version=1, name="Second")

    customer.refresh_from_db()
    assert customer.name == "First"


@pytest.mark.feature("F094")
def test_further_managers_are_replaced(ana: User) -> None:
    customer = CustomerFactory(managers=[person("sam"), person("bea")])
    change_customer(customer, by=ana, managers=[person("bea"), person("vic")])

    assert {user.name for user in customer.managers.all()} == {"Bea Wright", "Vic Moreau"}


def test_what_is_not_editable_is_a_mistake_of_the_caller(ana: User) -> None:
    customer = CustomerFactory()
    for name in ("number", "stage", "merged_into", "pk"):
        with pytest.raises(TypeError):
            change_customer(customer, by=ana, **{name: "x"})

"""Many rows at once: the refused ones stay and are named, the others go in a fixed number of statements."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.archive.actions import archive
from crm.archive.many import archive_many, restore_many
from crm.archive.models import ArchiveBatch
from crm.archive.registry import Blocker, register_blocker
from crm.changes.current import change_set
from crm.changes.models import ChangeSet
from customers.models import Address, Customer
from staff.models import User

pytestmark = pytest.mark.usefixtures("registered")


def refused(outcome: Any) -> list[tuple[str, list[str]]]:
    return [(str(each.record), each.reasons) for each in outcome.refusals]


def test_blocked_rows_stay_with_their_reasons_and_the_others_leave(ana: User, make_customer: Any) -> None:
    names = ["Apple", "Lemon", "Orange"]
    customers = {name: make_customer(name, addresses=1) for name in names}
    owing = customers["Lemon"].pk
    register_blocker(Customer, lambda ids: {pk: Blocker("It owes 30 €.") for pk in ids if pk == owing})
    register_blocker(Customer, lambda ids: {pk: Blocker("It has a service.") for pk in ids if pk == owing})
    archive(customers["Orange"], by=ana)

    outcome = archive_many(Customer.objects.all(), by=ana, reason="Clean-up")
    assert outcome.done == 1
    assert refused(outcome) == [
        ("Lemon", ["It owes 30 €.", "It has a service."]),
        ("Orange", ["Orange is archived already."]),
    ]
    assert list(Customer.objects.live().values_list("name", flat=True)) == ["Lemon"]
    assert not Address.objects.get(customer=owing).is_archived
    assert ArchiveBatch.objects.get(reason="Clean-up").root_name == "Apple"
    assert ChangeSet.objects.latest("pk").counts == {"customers.customer": {"~": 1}, "customers.address": {"~": 1}}


def test_archiving_where_all_are_blocked_changes_nothing(ana: User, make_customer: Any) -> None:
    make_customer("Apple")
    register_blocker(Customer, lambda ids: {pk: Blocker("It owes 30 €.") for pk in ids})
    before = ChangeSet.objects.count()
    assert archive_many(Customer.objects.all(), by=ana).done == 0
    assert (Customer.objects.live().count(), ChangeSet.objects.count()) == (1, before)


def test_many_cost_as_many_statements_as_few(ana: User, make_customer: Any) -> None:
    def statements(count: int, prefix: str) -> tuple[int, int]:
        made = [make_customer(f"{prefix}{n}", addresses=2).pk for n in range(count)]
        rows = Customer.objects.filter(pk__in=made)
        with CaptureQueriesContext(connection) as going:
            archive_many(rows, by=ana)
        with CaptureQueriesContext(connection) as coming:
            restore_many(rows, by=ana)
        return len(going), len(coming)

    statements(1, "warm-up")
    assert statements(2, "few") == statements(9, "many")


def test_many_come_back_with_exactly_what_left_with_each(ana: User, make_customer: Any) -> None:
    customers = [make_customer(name, addresses=2) for name in ("Apple", "Lemon")]
    kept_away = customers[0].addresses.first()
    archive(kept_away, by=ana)
    archive_many(Customer.objects.all(), by=ana)
    live = make_customer("Orange")

    outcome = restore_many(Customer.objects.all(), by=ana)
    assert (outcome.done, outcome.refusals) == (2, [])
    assert not Customer.objects.archived().exists()
    assert list(Address.objects.filter(archived_at__isnull=False)) == [kept_away]
    live.refresh_from_db()
    assert live.version == 1


def test_one_that_cannot_come_back_does_not_keep_the_others_away(ana: User, make_customer: Any) -> None:
    customer = make_customer("Orange")

    def billed_at(line: str) -> Address:
        with change_set(by=ana, verb="add_address"):
            return Address.objects.create(customer=customer, address_type="billing", line1=line)

    archive(billed_at("1 Old street"), by=ana)
    archive(make_customer("Lemon", addresses=1).addresses.get(), by=ana)
    billed_at("2 New street")

    outcome = restore_many(Address.objects.all(), by=ana)
    assert outcome.done == 1
    why = "This cannot be restored: This customer already has a billing address."
    assert refused(outcome) == [("1 Old street", [why])]
    assert [str(each) for each in Address.objects.filter(archived_at__isnull=False)] == ["1 Old street"]


def test_restoring_only_live_rows_does_nothing(ana: User, make_customer: Any) -> None:
    make_customer("Orange")
    assert restore_many(Customer.objects.all(), by=ana).done == 0
    assert Customer.objects.get().version == 1

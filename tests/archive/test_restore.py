from typing import Any

import pytest

from crm.archive.actions import archive, archive_rows, restore, restore_rows
from crm.archive.models import ArchiveBatch
from crm.changes.current import change_set
from crm.changes.models import ChangeSet
from crm.changes.undo import undo_change_set
from crm.errors import DomainError
from customers.models import Address, Customer
from staff.models import User

pytestmark = pytest.mark.usefixtures("registered")


def values(model: type[Any]) -> list[dict[str, Any]]:
    fields = [f.attname for f in model._meta.concrete_fields if f.name not in ("version", "updated_at")]
    return list(model.objects.order_by("pk").values(*fields))


def test_restore_brings_back_exactly_the_batch_to_the_same_values(ana: User, make_customer: Any) -> None:
    customer = make_customer("Orange", addresses=3)
    gone_before = customer.addresses.first()
    archive(gone_before, by=ana)
    before = values(Customer), values(Address)

    batch = archive(customer, by=ana)
    assert (values(Customer), values(Address)) != before
    restore(batch, by=ana)

    assert (values(Customer), values(Address)) == before
    gone_before.refresh_from_db()
    assert gone_before.is_archived


def test_restoring_twice_is_refused(ana: User, make_customer: Any) -> None:
    batch = archive(make_customer("Orange"), by=ana)
    restore(batch, by=ana)
    with pytest.raises(DomainError, match="restored already"):
        restore(batch, by=ana)


def test_a_row_archived_again_after_its_restore_gets_a_batch_of_its_own(ana: User, make_customer: Any) -> None:
    customer = make_customer("Orange", addresses=1)
    first = archive(customer, by=ana)
    restore(first, by=ana)
    customer.refresh_from_db()
    second = archive(customer, by=ana)
    customer.refresh_from_db()
    assert customer.archive_batch == second != first
    assert Address.objects.get().archive_batch == second


def test_a_child_waits_for_its_parent(ana: User, make_customer: Any) -> None:
    customer = make_customer("Orange", addresses=1)
    address = customer.addresses.get()
    of_address = archive(address, by=ana)
    of_customer = archive(customer, by=ana)

    with pytest.raises(DomainError, match="belongs to the archived customer Orange"):
        restore(of_address, by=ana)
    address.refresh_from_db()
    assert address.is_archived

    restore_rows(ArchiveBatch.objects.filter(pk__in=[of_address.pk, of_customer.pk]), by=ana)
    address.refresh_from_db()
    assert not address.is_archived


def test_restoring_onto_a_value_taken_meanwhile_is_explained(ana: User, make_customer: Any) -> None:
    customer = make_customer("Orange")
    with change_set(by=ana, verb="add_address"):
        old = Address.objects.create(customer=customer, address_type="billing", line1="1 Old street")
    batch = archive(old, by=ana)
    with change_set(by=ana, verb="add_address"):
        Address.objects.create(customer=customer, address_type="billing", line1="2 New street")

    with pytest.raises(DomainError, match="cannot be restored: This customer already has a billing address"):
        restore(batch, by=ana)

    old.refresh_from_db()
    assert old.is_archived and old.archive_batch == batch


def test_many_batches_come_back_together(ana: User, make_customer: Any) -> None:
    for name in ("A", "B", "C"):
        make_customer(name, addresses=2)
    batches = archive_rows(Customer.objects.all(), by=ana)
    restored = restore_rows(ArchiveBatch.objects.filter(pk__in=[batch.pk for batch in batches]), by=ana)
    assert restored == 9
    assert not Address.objects.filter(archived_at__isnull=False).exists()


def test_undone_restore_can_be_restored_again(ana: User, make_customer: Any) -> None:
    customer = make_customer("Orange", addresses=1)
    batch = archive(customer, by=ana)
    restore(batch, by=ana)
    undo_change_set(ChangeSet.objects.latest("pk"), by=ana)
    customer.refresh_from_db()
    assert customer.archive_batch == batch
    restore(batch, by=ana)
    customer.refresh_from_db()
    assert not customer.is_archived and not Address.objects.get().is_archived


def test_undone_archiving_leaves_nothing_to_restore(ana: User, make_customer: Any) -> None:
    customer = make_customer("Orange", addresses=1)
    batch = archive(customer, by=ana)
    undo_change_set(ChangeSet.objects.latest("pk"), by=ana)
    customer.refresh_from_db()
    assert not customer.is_archived and not Address.objects.get().is_archived
    with pytest.raises(DomainError, match="restored already"):
        restore(batch, by=ana)


def test_undoing_a_creation_archives_what_it_made(ana: User, make_customer: Any) -> None:
    customer = make_customer("Orange")
    undo_change_set(ChangeSet.objects.latest("pk"), by=ana)
    customer.refresh_from_db()
    assert customer.is_archived and customer.archive_batch.root_name == "Orange"

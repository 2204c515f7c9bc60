"""Archiving customers, and their notes and addresses one by one."""

from typing import TypeVar

from django.db.models import QuerySet

from crm.archive.actions import archive, restore
from crm.archive.many import archive_many, restore_many
from crm.changes.action import action
from crm.changes.locking import locked
from crm.changes.outcome import Outcome
from customers.actions.addresses import refuse_unusable
from customers.models import Address, Customer, Note
from staff.models import User

R = TypeVar("R", Customer, Note, Address)


@action
def archive_customer(customer: Customer, *, by: User, reason: str = "") -> Customer:
    """Take a customer and everything it owns out of the working lists.

    Raises Refused with every reason at once (an active service, an open invoice, …).
    """
    return _archived(customer, by=by, reason=reason)


@action
def restore_customer(customer: Customer, *, by: User) -> Customer:
    """Bring back a customer with exactly what was archived with it, to the same values."""
    return _restored(customer, by=by)


@action
def archive_customers(customers: QuerySet[Customer], *, by: User, reason: str = "") -> Outcome:
    """The same to many: those that something forbids stay, and are named with every reason."""
    return archive_many(customers, by=by, reason=reason)


@action
def restore_customers(customers: QuerySet[Customer], *, by: User) -> Outcome:
    """Bring back many, each with exactly what was archived with it."""
    return restore_many(customers, by=by)


@action
def archive_note(note: Note, *, by: User) -> Note:
    """Take a note out of sight; it can come back."""
    return _archived(note, by=by)


@action
def restore_note(note: Note, *, by: User) -> Note:
    """Bring a note back."""
    return _restored(note, by=by)


@action
def archive_address(address: Address, *, by: User) -> Address:
    """Take a further address out of use; documents that were sent there keep it."""
    return _archived(address, by=by)


@action
def restore_address(address: Address, *, by: User) -> Address:
    """Bring a further address back. Raises DomainError when another billing address stands in its place."""
    locked(address.customer)
    refuse_unusable(address)
    return _restored(address, by=by)


def _archived(row: R, *, by: User, reason: str = "") -> R:
    archive(row, by=by, reason=reason)
    return locked(row)


def _restored(row: R, *, by: User) -> R:
    row = locked(row)
    if row.archive_batch is not None:
        restore(row.archive_batch, by=by)
    return locked(row)

"""The statuses a customer can have, kept by administrators."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.changes.action import action
from crm.changes.bulk import save_rows, update_rows
from crm.changes.locking import locked
from crm.errors import DomainError
from customers.actions.values import set_values
from customers.models import Customer, CustomerStatus
from customers.rules import RULES
from staff.models import User

FIELDS = ("name", "colour", "description", "is_default", *RULES)


@action
def create_customer_status(*, by: User, name: str, **values: Any) -> CustomerStatus:
    """A status, placed after the others; what is not said about it is allowed."""
    last = CustomerStatus.objects.aggregate(last=Max("position"))["last"]
    status = CustomerStatus(position=0 if last is None else last + 1)
    set_values(status, {**values, "name": name}, allowed=FIELDS)
    return _save(status)


@action
def change_customer_status(
    status: CustomerStatus, *, by: User, version: int | None = None, **values: Any
) -> CustomerStatus:
    """Rename a status or change its rules; customers in it follow at once."""
    status = locked(status, version=version)
    was_default = status.is_default
    if not set_values(status, values, allowed=FIELDS):
        return status
    if was_default and not status.is_default:
        message = _("New customers need a status: mark another one for them, and this one loses the mark.")
        raise DomainError(message, field="is_default")
    return _save(status)


@action
def retire_status(status: CustomerStatus, *, by: User, replacement: CustomerStatus | None = None) -> CustomerStatus:
    """Take a status out of use; the customers in it get the replacement, archived ones keep what they had.

    Raises DomainError when it is the one for new customers, or is in use and no replacement is named.
    """
    status = locked(status)
    if status.is_default:
        raise DomainError(_("New customers get this status: mark another one for them first."))
    holders = Customer.objects.live().filter(status=status)
    if replacement is not None and (replacement.retired or replacement.pk == status.pk):
        raise DomainError(_("Choose a status that stays in use."), field="replacement")
    if replacement is not None:
        update_rows(holders, status=replacement)
    elif count := holders.count():
        message = ngettext(
            "%(count)d customer has this status: choose the one it gets instead.",
            "%(count)d customers have this status: choose the one they get instead.",
            count,
        )
        raise DomainError(message % {"count": count}, field="replacement")
    status.retired = True
    status.save()
    return status


@action
def bring_back_status(status: CustomerStatus, *, by: User) -> CustomerStatus:
    """Put a retired status back into use."""
    status = locked(status)
    if status.retired:
        status.retired = False
        status.save()
    return status


@action
def order_statuses(statuses: Sequence[CustomerStatus], *, by: User) -> None:
    """Show the statuses in this order wherever they are listed."""
    wanted = {status.pk: position for position, status in enumerate(statuses)}
    rows = CustomerStatus.objects.select_for_update().order_by("pk").in_bulk(list(wanted))
    moved = [row for pk, row in rows.items() if row.position != wanted[pk]]
    for row in moved:
        row.position = wanted[row.pk]
    save_rows(moved, ["position"])


def _save(status: CustomerStatus) -> CustomerStatus:
    others = CustomerStatus.objects.exclude(pk=status.pk)
    if others.filter(name__iexact=status.name).exists():
        raise DomainError(_("There is already a status of this name."), field="name")
    if status.is_default:
        update_rows(others.filter(is_default=True), is_default=False)
    status.save()
    return status

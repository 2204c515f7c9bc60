"""Status and account managers, of one customer or of a whole selection."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from crm.changes.action import action
from crm.changes.bulk import create_rows, remove_rows, update_rows
from crm.changes.locking import locked
from crm.errors import DomainError
from customers.models import Customer, CustomerManager, CustomerStatus
from customers.querysets import CustomerQuerySet
from staff.models import User


@action
def change_status(customer: Customer, *, by: User, status: CustomerStatus) -> Customer:
    """Give a customer another status; a retired one is refused."""
    _refuse_retired(status)
    customer = locked(customer)
    if customer.status_id != status.pk:
        customer.status = status
        customer.save()
    return customer


@action
def change_status_of_all(customers: CustomerQuerySet, *, by: User, status: CustomerStatus) -> int:
    """Give every customer of a queryset a status; answers how many had another one before."""
    _refuse_retired(status)
    return update_rows(customers.exclude(status=status), status=status)


@action
def assign_account_manager(customer: Customer, *, by: User, account_manager: User | None) -> Customer:
    """Make somebody the account manager, or nobody."""
    _refuse_inactive(account_manager)
    customer = locked(customer)
    if customer.account_manager != account_manager:
        customer.account_manager = account_manager
        customer.save()
    return customer


@action
def assign_account_manager_to_all(customers: CustomerQuerySet, *, by: User, account_manager: User | None) -> int:
    """Make somebody the account manager of every customer of a queryset; answers how many changed."""
    _refuse_inactive(account_manager)
    others = customers.filter(account_manager__isnull=False)
    if account_manager is not None:
        others = customers.exclude(account_manager=account_manager)
    return update_rows(others, account_manager=account_manager)


@action
def set_managers(customer: Customer, *, by: User, managers: Iterable[User]) -> Customer:
    """Replace the further account managers."""
    customer = locked(customer)
    replace_managers(customer, managers)
    return customer


def replace_managers(customer: Customer, managers: Iterable[User]) -> None:
    """Add the links that are missing and remove those that are too many; the customer is locked."""
    wanted = {user.pk: user for user in managers}
    links = CustomerManager.objects.filter(customer=customer)
    present = set(links.values_list("user_id", flat=True))
    if surplus := present - set(wanted):
        remove_rows(links.filter(user__in=surplus))
    missing = [user for pk, user in wanted.items() if pk not in present]
    for user in missing:
        _refuse_inactive(user)
    create_rows([CustomerManager(customer=customer, user=user) for user in missing])


def _refuse_retired(status: CustomerStatus) -> None:
    if status.retired:
        raise DomainError(_("The status “%(status)s” is no longer in use.") % {"status": status}, field="status")


def _refuse_inactive(user: User | None) -> None:
    if user is not None and not user.is_active:
        message = _("%(name)s does not work here any more and cannot manage customers.") % {"name": user}
        raise DomainError(message, field="account_manager")

"""Prospect or customer: by itself with the first sale, or by a person's decision that stays."""

from django.utils import timezone
from django.utils.translation import gettext as _

from crm.changes.action import action
from crm.changes.locking import locked
from crm.errors import DomainError
from customers.models import Customer, Stage
from staff.models import User


@action
def promote_customer(customer: Customer, *, by: User) -> Customer:
    """Turn a prospect into a customer, as the first sale does; a forced stage stays as it is."""
    customer = locked(customer)
    if customer.stage == Stage.PROSPECT and customer.stage_forced_at is None:
        customer.stage = Stage.CUSTOMER
        customer.save()
    return customer


@action
def force_stage(customer: Customer, *, by: User, stage: str) -> Customer:
    """Set the stage by hand; from now on nothing automatic changes it."""
    if stage not in Stage.values:
        raise DomainError(_("Choose prospect or customer."), field="stage")
    customer = locked(customer)
    if customer.stage != stage or customer.stage_forced_at is None:
        customer.stage = stage
        customer.stage_forced_by = by
        customer.stage_forced_at = timezone.now()
        customer.save()
    return customer


@action
def release_stage(customer: Customer, *, by: User) -> Customer:
    """Let sales decide the stage again; it stays what it is until the next one."""
    customer = locked(customer)
    if customer.stage_forced_at is not None:
        customer.stage_forced_by = None
        customer.stage_forced_at = None
        customer.save()
    return customer

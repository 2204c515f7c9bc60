"""Warnings and blocks: put on a customer, a person or a place, changed, lifted."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.models import Contact, GatedAction, Level, Warning
from crm.archive.refusing import refuse_archived
from crm.changes.action import action
from crm.changes.current import current_change_set
from crm.changes.locking import locked
from crm.errors import DomainError
from customers.actions.values import set_values
from customers.models import Customer
from sites.models import Site
from staff.models import User

FIELDS = ("level", "actions", "message", "valid_until")


@action
def add_warning(
    target: Customer | Contact | Site,
    *,
    by: User,
    message: str,
    level: str = Level.WARNING,
    actions: Collection[str] = tuple(GatedAction.values),
    valid_until: date | None = None,
) -> Warning:
    """Put a warning on something, signed; it cancels nothing that is open.

    Raises DomainError for no message, no action, a past day, or something archived.
    """
    target = locked(target)
    refuse_archived(target)
    warning = Warning(author=by, **{target._meta.model_name or "": target})
    values = {"message": message, "level": level, "actions": actions, "valid_until": valid_until}
    _set(warning, values)
    warning.save()
    _note_customer(warning)
    return warning


@action
def change_warning(warning: Warning, *, by: User, version: int | None = None, **values: Any) -> Warning:
    """Change a warning; its author stays, the history says who changed it. Raises DomainError where lifted."""
    warning = locked(warning, version=version)
    _refuse_lifted(warning)
    if _set(warning, values):
        warning.save()
        _note_customer(warning)
    return warning


@action
def lift_warning(warning: Warning, *, by: User, reason: str = "") -> Warning:
    """Take a warning away; it stays readable in the history."""
    warning = locked(warning)
    _refuse_lifted(warning)
    warning.lifted_at = current_change_set().now()
    warning.lifted_by_id = by.pk
    warning.save()
    _note_customer(warning)
    return warning


def _set(warning: Warning, values: dict[str, Any]) -> list[str]:
    if "actions" in values:
        chosen = [each for each in GatedAction.values if each in values["actions"]]
        if not chosen:
            raise DomainError(_("Choose at least one thing it applies to."), field="actions")
        values = {**values, "actions": chosen}
    if values.get("valid_until") and values["valid_until"] < timezone.localdate():
        raise DomainError(_("The last day is over already."), field="valid_until")
    changed = set_values(warning, values, allowed=FIELDS)
    if not warning.message:
        raise DomainError(_("Say what colleagues must know."), field="message")
    return changed


def _refuse_lifted(warning: Warning) -> None:
    if warning.lifted_at is not None:
        raise DomainError(_("This warning was lifted already."))


def _note_customer(warning: Warning) -> None:
    """A warning on a person or a place is told in the activity of the customers concerned too."""
    opened = current_change_set()
    if warning.site is not None:
        opened.note_customer_of(warning.site)
    if warning.contact is not None:
        for link in warning.contact.links.filter(archived_at__isnull=True):
            opened.note_customer_of(link)

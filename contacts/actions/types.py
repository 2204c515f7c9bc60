"""Contact types, kept by administrators."""

from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from contacts.models import ContactType, Event
from crm.changes.action import action
from crm.changes.current import Actor
from crm.changes.locking import locked
from crm.errors import DomainError
from customers.actions.values import set_values

FIELDS = ("name", "description", "receives", "position", "retired")


@action
def create_contact_type(*, by: Actor, name: str, **values: Any) -> ContactType:
    """A type, placed after the others."""
    last = ContactType.objects.aggregate(last=Max("position"))["last"]
    kind = ContactType(position=0 if last is None else last + 1)
    set_values(kind, {**_in_order(values), "name": name}, allowed=FIELDS)
    _refuse_twins(kind)
    kind.save()
    return kind


@action
def change_contact_type(kind: ContactType, *, by: Actor, version: int | None = None, **values: Any) -> ContactType:
    """Change a type, or what it receives; contacts that have it follow at once, a retired one is given no more."""
    kind = locked(kind, version=version)
    if set_values(kind, _in_order(values), allowed=FIELDS):
        _refuse_twins(kind)
        kind.save()
    return kind


def _in_order(values: dict[str, Any]) -> dict[str, Any]:
    """Events each once, in the order of the product, so that ticking the same ones changes nothing."""
    if "receives" in values:
        unknown = set(values["receives"]) - set(Event.values)
        if unknown:
            raise DomainError(_("Choose among the events of the list."), field="receives")
        values = {**values, "receives": [event for event in Event.values if event in values["receives"]]}
    return values


def _refuse_twins(kind: ContactType) -> None:
    if not kind.name:
        raise DomainError(_("Give the type a name."), field="name")
    if ContactType.objects.exclude(pk=kind.pk).filter(name__iexact=kind.name).exists():
        raise DomainError(_("There is already a contact type of this name."), field="name")

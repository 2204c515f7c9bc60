"""Regulatory regions, kept by administrators."""

from typing import Any

from django.utils.translation import gettext as _

from crm.changes.action import action
from crm.changes.locking import locked
from crm.errors import DomainError
from customers.actions.values import set_values
from customers.models import RegulatoryRegion
from staff.models import User

FIELDS = ("name", "country", "retired")


@action
def create_region(*, by: User, name: str, **values: Any) -> RegulatoryRegion:
    """A region; with a country it is the one new customers of that country get."""
    region = RegulatoryRegion()
    set_values(region, {**values, "name": name}, allowed=FIELDS)
    _refuse_twins(region)
    region.save()
    return region


@action
def change_region(region: RegulatoryRegion, *, by: User, version: int | None = None, **values: Any) -> RegulatoryRegion:
    """Change a region; a retired one stays on its customers and is offered to no others."""
    region = locked(region, version=version)
    if set_values(region, values, allowed=FIELDS):
        _refuse_twins(region)
        region.save()
    return region


def _refuse_twins(region: RegulatoryRegion) -> None:
    others = RegulatoryRegion.objects.exclude(pk=region.pk)
    if others.filter(name__iexact=region.name).exists():
        raise DomainError(_("There is already a region of this name."), field="name")
    if region.country and not region.retired and others.filter(country=region.country, retired=False).exists():
        raise DomainError(_("Another region is already the one for this country."), field="country")

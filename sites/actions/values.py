"""Setting the fields of a site: coordinates checked and rounded, everything refused in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from crm.changes.current import current_change_set
from crm.errors import DomainError
from customers.actions.values import ADDRESS_FIELDS, set_values
from sites.models import Accuracy, LocationSource, Site
from sites.pluscodes import Degrees, in_range
from staff.models import User

PIN = ("latitude", "longitude")
LOCATION_FIELDS = (*PIN, "location_source", "accuracy", "provider", "provider_place_id")
SITE_FIELDS = ("name", "reference", "site_type", "address_note", "region", *ADDRESS_FIELDS, *LOCATION_FIELDS)
# What a pin stands for; the second line is about the inside of the building
LOCATED_BY = frozenset(ADDRESS_FIELDS) - {"line2"}
MILLIONTH = Decimal("0.000001")  # of a degree, about 0.1 m


def set_site_values(site: Site, values: Mapping[str, Any], *, by: User, confirmed: bool) -> list[str]:
    """Set the values of a site and answer the names of those that changed.

    New coordinates take their source, accuracy and provider from the values, or count as typed by hand; they
    and a new address are to be confirmed, unless `confirmed` says that this person has looked.
    Raises DomainError naming the field of a bad value.
    """
    values = with_coordinates(values)
    changed = set_values(site, values, allowed=SITE_FIELDS)
    if not site.name:
        raise DomainError(_("Give the site a name."), field="name")
    if not site.country:
        raise DomainError(_("Choose the country of the site."), field="country")
    if moved := not set(PIN).isdisjoint(changed):
        _locate(site, values)
    if confirmed:
        mark_confirmed(site, by=by)
    elif moved or not LOCATED_BY.isdisjoint(changed):
        site.confirmed_at = site.confirmed_by = None
    return changed


def with_coordinates(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with both coordinates as degrees of six decimals, where there are any.

    Raises DomainError for one without the other and for a place that is not on Earth.
    """
    given = {name: values[name] for name in PIN if name in values}
    if not given:
        return dict(values)
    if len(given) < len(PIN) or any(value in (None, "") for value in given.values()):
        raise DomainError(_("Set the location: search for the address or put the pin on the map."), field="latitude")
    return {**values, **dict(zip(PIN, degrees(*given.values()), strict=True))}


def degrees(latitude: Degrees, longitude: Degrees) -> tuple[Decimal, Decimal]:
    """Both coordinates with six decimals. Raises DomainError for a place that is not on Earth."""
    if not in_range(latitude, longitude):
        raise DomainError(_("Latitude goes from −90 to 90, longitude from −180 to 180."), field="latitude")
    six = [Decimal(str(value)).quantize(MILLIONTH) for value in (latitude, longitude)]
    return six[0], six[1]


def mark_confirmed(site: Site, *, by: User) -> None:
    """Note that a person says the pin is right."""
    site.confirmed_at = current_change_set().now()
    site.confirmed_by_id = by.pk


def _locate(site: Site, values: Mapping[str, Any]) -> None:
    """The facts about where coordinates are from; those of the former ones do not outlive them."""
    site.location_source = values.get("location_source") or LocationSource.MANUAL
    site.accuracy = values.get("accuracy") or Accuracy.UNKNOWN
    site.provider = values.get("provider") or ""
    site.provider_place_id = values.get("provider_place_id") or ""
    site.located_at = current_change_set().now()

"""Changing what is written about a site, and where it is."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from crm.changes.action import action
from crm.changes.locking import locked
from crm.errors import DomainError
from sites.actions.values import degrees, mark_confirmed, set_site_values
from sites.models import Accuracy, LocationSource, Site
from sites.pluscodes import Degrees
from staff.models import User


@action
def change_site(site: Site, *, by: User, version: int | None = None, confirmed: bool = False, **values: Any) -> Site:
    """Change the given values; nothing is written where nothing differs.

    A new address makes the pin one to confirm, unless `confirmed` says that this person has looked. New
    coordinates bring their own source, accuracy and provider. `version` is the one the form was filled from.
    Raises StaleVersion when somebody saved the site since, DomainError naming the field of a bad value.
    """
    site = live_site(site, version=version)
    if set_site_values(site, values, by=by, confirmed=confirmed) or confirmed:
        site.save()
    return site


@action
def confirm_location(site: Site, *, by: User, version: int | None = None) -> Site:
    """Say that the pin stands where the address is."""
    site = live_site(site, version=version)
    mark_confirmed(site, by=by)
    site.save()
    return site


@action
def move_pin(
    site: Site,
    *,
    by: User,
    latitude: Degrees,
    longitude: Degrees,
    address: Mapping[str, str] | None = None,
    version: int | None = None,
) -> Site:
    """Put the pin where this person says, in degrees; that confirms it.

    `address` is the one found there, given only where the person wants it instead of what is written.
    """
    site = live_site(site, version=version)
    to = degrees(latitude, longitude)
    values = {**(address or {}), "latitude": to[0], "longitude": to[1]}
    values |= {"location_source": LocationSource.PIN, "accuracy": Accuracy.EXACT, "provider": ""}
    values |= {"provider_place_id": ""}
    set_site_values(site, values, by=by, confirmed=True)
    site.save()
    return site


def live_site(site: Site, *, version: int | None = None) -> Site:
    """The site under lock. Raises DomainError where it is archived, StaleVersion where it has moved on."""
    site = locked(site, version=version)
    if site.is_archived:
        raise DomainError(_("%(name)s is archived. Restore it before you change it.") % {"name": site})
    return site

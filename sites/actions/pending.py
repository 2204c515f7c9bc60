"""The queue of places to locate: in, asked about, and out of it as a site or with a reason."""

from typing import Any

from django.utils.translation import gettext as _

from crm.archive.actions import archive, restore
from crm.changes.action import action
from crm.changes.current import current_change_set
from crm.changes.locking import locked
from crm.errors import DomainError
from customers.actions.values import ADDRESS_FIELDS, set_values
from customers.models import Customer
from sites.actions.create import create_site, refuse_archived_customer
from sites.geocoders.base import Place
from sites.models import Accuracy, LocationSource, PendingSite, Site
from sites.pluscodes import Degrees
from staff.models import User

KEPT = ("name", "reference", "site_type", "address_note", *ADDRESS_FIELDS)
PROPOSAL = ("asked", "asked_at", "latitude", "longitude", "accuracy", "provider", "provider_place_id")
PENDING_FIELDS = (*KEPT, "source")


@action
def queue_site(customer: Customer, *, by: User, name: str, **values: Any) -> PendingSite:
    """Keep a place without coordinates until somebody locates it. Raises DomainError for a bad value."""
    customer = locked(customer)
    refuse_archived_customer(customer)
    pending = PendingSite(customer=customer)
    set_values(pending, {**values, "name": name}, allowed=PENDING_FIELDS)
    if not pending.name:
        raise DomainError(_("Give the site a name."), field="name")
    pending.save()
    return pending


@action
def propose_location(pending: PendingSite, *, by: User, question: str, place: Place | None) -> PendingSite:
    """Keep what the geocoder answered to `question` (`pending.question` when it was asked); None for nothing.

    An answer to an address that was corrected meanwhile is dropped.
    """
    pending = _waiting(pending)
    if pending.question != question:
        return pending
    pending.asked, pending.asked_at = question, current_change_set().now()
    pending.latitude, pending.longitude = (place.latitude, place.longitude) if place else (None, None)
    pending.accuracy = place.accuracy if place else Accuracy.UNKNOWN
    pending.provider = place.provider if place else ""
    pending.provider_place_id = place.place_id if place else ""
    pending.save()
    return pending


@action
def locate_pending(
    pending: PendingSite,
    *,
    by: User,
    latitude: Degrees | None = None,
    longitude: Degrees | None = None,
    version: int | None = None,
    **values: Any,
) -> Site:
    """Make a site of it, where the person put the pin or, without coordinates, where the geocoder proposed.

    Whoever locates it has looked: the location is confirmed. Raises DomainError while there is no location.
    """
    pending = _waiting(pending, version=version)
    where: dict[str, Any] = {"latitude": latitude, "longitude": longitude}
    where |= {"location_source": LocationSource.PIN, "accuracy": Accuracy.EXACT}
    if latitude is None and longitude is None:
        where = {name: getattr(pending, name) for name in ("latitude", "longitude", "accuracy")}
        where |= {"provider": pending.provider, "provider_place_id": pending.provider_place_id}
        where |= {"location_source": LocationSource.SEARCH}
    kept = {name: getattr(pending, name) for name in KEPT}
    site = create_site(pending.customer, by=by, confirmed=True, **{**kept, **where, **values})
    pending.site = site
    pending.save()
    return site


@action
def refuse_pending(pending: PendingSite, *, by: User, reason: str) -> PendingSite:
    """Take it out of the queue for a reason; `restore_pending` brings it back."""
    pending = _waiting(pending)
    if not reason.strip():
        raise DomainError(_("Say why this is no site."), field="reason")
    archive(pending, by=by, reason=reason)
    return locked(pending)


@action
def restore_pending(pending: PendingSite, *, by: User) -> PendingSite:
    """Put a refused place back into the queue. Raises DomainError while its customer is archived."""
    pending = locked(pending)
    refuse_archived_customer(pending.customer)
    if pending.archive_batch is not None:
        restore(pending.archive_batch, by=by)
    return locked(pending)


def forget_proposal(pending: PendingSite) -> None:
    """Nothing is known of where it is, and the address may be looked up again."""
    pending.asked, pending.asked_at = "", None
    pending.latitude = pending.longitude = None
    pending.accuracy, pending.provider, pending.provider_place_id = Accuracy.UNKNOWN, "", ""


def _waiting(pending: PendingSite, *, version: int | None = None) -> PendingSite:
    pending = locked(pending, version=version)
    if pending.site_id or pending.is_archived:
        raise DomainError(_("%(name)s has left the queue already.") % {"name": pending})
    return pending

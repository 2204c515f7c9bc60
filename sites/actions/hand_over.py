"""Handing a site over: one customer moves out, another moves in."""

from collections.abc import Callable
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from crm.changes.action import action
from crm.changes.tracked import StaleVersion
from crm.errors import DomainError
from customers.models import Customer
from sites.actions.change import live_site
from sites.actions.create import refuse_archived_customer
from sites.models import Site, SiteOccupancy
from staff.models import User

Text = str | Promise
Mover = Callable[[Site, Customer, Customer], None]  # site, former customer, new customer

_movers: list[Mover] = []
_told: list[Text] = []


def register_mover(move: Mover, says: Text = "") -> None:
    """Add what an app does when a site is handed over; called in `ready()` of the app that owns the rows.

    `move(site, former, customer)` runs in the same transaction: it takes along what stays at the place
    (equipment, job history), leaves what belongs to the former customer (documents), and raises DomainError
    where the site cannot pass on yet. `says` is the sentence about it for the confirm page.
    """
    _movers.append(move)
    if says:
        _told.append(says)


def told_by_movers() -> list[str]:
    """What goes along and what stays, in the words of the apps that see to it."""
    return [str(text) for text in _told]


@action
def hand_over_site(
    site: Site, *, by: User, customer: Customer, on: date, reason: str = "", version: int | None = None
) -> Site:
    """Pass a site to another customer from a day on; the former one keeps its documents.

    Raises DomainError for its own customer, an archived one, a day to come, or one before the former moved in.
    """
    former_id = Site._base_manager.values_list("customer_id", flat=True).get(pk=site.pk)
    held = Customer._base_manager.select_for_update().filter(pk__in=(former_id, customer.pk)).order_by("pk")
    held_by_id = {each.pk: each for each in held}
    site = live_site(site, version=version)
    former, customer = held_by_id[former_id], held_by_id[customer.pk]
    if site.customer_id == customer.pk:
        raise DomainError(_("%(name)s has this site already.") % {"name": customer}, field="customer")
    if site.customer_id != former_id:
        raise StaleVersion(_("Somebody handed this site over a moment ago. Look at it again."))
    refuse_archived_customer(customer)
    _close(site, former, on)
    for move in _movers:
        move(site, former, customer)
    site.customer = customer
    site.save()
    SiteOccupancy(site=site, customer=customer, moved_in_on=on).save()
    return site


def _close(site: Site, former: Customer, on: date) -> None:
    """Write the last day of the former customer, whose time begins with the site where it is the first."""
    if on > timezone.localdate():
        raise DomainError(_("Hand the site over on the day it happens, not before."), field="on")
    since = timezone.localdate(site.created_at)
    open_one = site.occupancies.select_for_update().filter(moved_out_on__isnull=True).first()
    occupancy = open_one or SiteOccupancy(site=site, customer=former, moved_in_on=min(since, on))
    if on < occupancy.moved_in_on:
        raise DomainError(
            _("%(name)s has the site only since %(day)s.") % {"name": former, "day": occupancy.moved_in_on}, field="on"
        )
    occupancy.moved_out_on = on
    occupancy.save()

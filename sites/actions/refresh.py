"""Coordinates that are Google's and nobody's yet: renewed in time, or given back.

Google lets latitude and longitude be kept for 30 days, place IDs for ever (Service Specific Terms, "Caching"). What a
person has looked at and confirmed is the person's own statement and stays. History gives back what it kept, too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from crm.changes.action import action
from crm.changes.bulk import update_rows
from crm.changes.current import Actor, SystemActor, change_set, current_change_set
from crm.changes.erasing import overwrite_versions
from crm.changes.locking import locked
from crm.changes.tracked import StaleVersion
from crm.errors import Misconfigured, Rejected, TryLater
from sites.geocoders import Geocoder, Place, geocoder
from sites.geocoders.gazetteer import gazetteer
from sites.geocoders.mapping import PROVIDER
from sites.geocoders.offline import place_of_town
from sites.models import Accuracy, PendingSite, Site

RENEWED_AFTER = timedelta(days=25)  # early enough to try again on the days that follow
KEPT_AT_MOST = timedelta(days=30)
ASKED_AT_MOST = 1000  # a run; each question is paid for
FAILURES_AT_MOST = 3  # in a row, until no more is asked in this run
COPIED = ("latitude", "longitude", "accuracy", "provider", "located_at")  # to versions that gave theirs back
LOCK = (0x1A2C, 1)  # our number of an advisory lock


@dataclass(slots=True)
class Refreshed:
    """What a run did: sites asked for anew, sites put to the middle of their town, proposals forgotten, sites left.

    `erased` counts the earlier versions of all these whose coordinates are no longer in history.
    """

    renewed: int = 0
    replaced: int = 0
    forgotten: int = 0
    left: int = 0
    erased: int = 0
    busy: bool = False

    def __str__(self) -> str:
        if self.busy:
            return "Another run is at work."
        return (
            f"{self.renewed} locations renewed, {self.replaced} replaced by their town, "
            f"{self.forgotten} proposals forgotten, {self.left} left for the next run, "
            f"{self.erased} earlier versions without their coordinates."
        )


def refresh_locations() -> Refreshed:
    """Renew what is older than 25 days; what cannot be renewed within 30 days is replaced by the town's centre.

    Safe to run twice and twice at once: the second leaves at once. Asks outside of transactions, at most 1,000 times.
    """
    done, by = Refreshed(), SystemActor("refresh of locations")
    with _alone() as is_alone:
        if not is_alone:
            return Refreshed(busy=True)
        done.forgotten = _forget_proposals(by)
        _renew(done, geocoder(), by)
        done.erased = _forget_versions()
    return done


@action
def renew_location(site: Site, *, by: Actor, place: Place, version: int) -> Site:
    """Write where a place is now, as its provider says. Raises StaleVersion where somebody changed the site since."""
    site = locked(site, version=version)
    site.latitude, site.longitude = place.latitude, place.longitude
    site.accuracy, site.provider = place.accuracy, place.provider
    site.provider_place_id = place.place_id or site.provider_place_id
    site.located_at = current_change_set().now()
    site.save()
    return site


def _renew(done: Refreshed, service: Geocoder, by: Actor) -> None:
    due = Site.objects.googles_own(before=timezone.now() - RENEWED_AFTER).order_by("located_at", "pk")
    overdue = timezone.now() - KEPT_AT_MOST
    failures = 0 if service.name == PROVIDER else FAILURES_AT_MOST
    for site in due[:ASKED_AT_MOST]:
        place = None
        if failures < FAILURES_AT_MOST and site.provider_place_id:
            try:
                place, failures = service.resolve(site.provider_place_id), 0
            except Rejected:
                place = _town_of(site)  # it is not there any more: waiting would not help
            except TryLater:
                failures += 1
            except Misconfigured:
                failures = FAILURES_AT_MOST
        if place is None and site.located_at and site.located_at <= overdue:
            place = _town_of(site)
        _write(done, site, place, by)


def _write(done: Refreshed, site: Site, place: Place | None, by: Actor) -> None:
    if place is None:
        done.left += 1
        return
    try:
        renew_location(site, by=by, place=place, version=site.version)
    except StaleVersion:
        done.left += 1  # somebody works on it; the next run looks again
    else:
        done.renewed += place.provider == PROVIDER
        done.replaced += place.provider != PROVIDER


def _town_of(site: Site) -> Place | None:
    """The centre of its town, or else of the greatest town of its country, from a gazetteer that is free to keep."""
    country = str(site.country)
    town = gazetteer().find(site.city, country) if site.city else None
    town = town or gazetteer().greatest(country)
    return place_of_town(town, partial=True) if town else None


def _forget_proposals(by: Actor) -> int:
    """Waiting places whose proposal is too old are as if nobody had asked."""
    old = PendingSite.objects.filter(~Q(latitude=None), provider=PROVIDER, asked_at__lte=timezone.now() - RENEWED_AFTER)
    with change_set(by=by, verb="refresh_locations"):
        return update_rows(
            old,
            asked="",
            asked_at=None,
            latitude=None,
            longitude=None,
            accuracy=Accuracy.UNKNOWN,
            provider="",
            provider_place_id="",
        )


def _forget_versions() -> int:
    """Take Google's coordinates out of the versions of history that are as old as they may be.

    A version of a site that stood elsewhere gets what the site has now, with its day: so it is looked at again when
    that in turn is Google's and grows old.
    """
    old = timezone.now() - KEPT_AT_MOST
    here = Site._base_manager.filter(pk=OuterRef("id"))
    elsewhere = here.exclude(latitude=OuterRef("latitude"), longitude=OuterRef("longitude"))
    moved = Q(Exists(elsewhere), provider=PROVIDER, confirmed_at=None, located_at__lte=old)
    now = {name: Subquery(here.values(name)[:1]) for name in COPIED}
    proposed = Q(provider=PROVIDER, asked_at__lte=old)
    nowhere = {"latitude": None, "longitude": None, "accuracy": Accuracy.UNKNOWN, "provider": ""}
    return overwrite_versions(Site, moved, now) + overwrite_versions(PendingSite, proposed, nowhere)


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other run is at work; the database lets go when the process dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", LOCK)
        got = bool(cursor.fetchone()[0])
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", LOCK)

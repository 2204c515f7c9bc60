"""Archiving sites."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm.archive.actions import archive, restore
from crm.archive.many import archive_many, restore_many
from crm.changes.action import action
from crm.changes.locking import locked
from crm.changes.outcome import Outcome, Refusal
from crm.errors import DomainError
from sites.models import Site
from staff.models import User


@action
def archive_site(site: Site, *, by: User, reason: str = "") -> Site:
    """Take a site and what belongs to it out of the working lists.

    Raises Refused with every reason at once (an active service, an open job, …).
    """
    archive(site, by=by, reason=reason)
    return locked(site)


@action
def restore_site(site: Site, *, by: User) -> Site:
    """Bring back a site with exactly what was archived with it.

    Raises DomainError while its customer is archived: whoever wants the site alone would bring back them all.
    """
    site = locked(site)
    if site.customer.is_archived:
        raise DomainError(_left_with(site))
    if site.archive_batch is not None:
        restore(site.archive_batch, by=by)
    return locked(site)


@action
def archive_sites(sites: QuerySet[Site], *, by: User, reason: str = "") -> Outcome:
    """The same to many: those that something forbids stay, and are named with every reason."""
    return archive_many(sites, by=by, reason=reason)


@action
def restore_sites(sites: QuerySet[Site], *, by: User) -> Outcome:
    """Bring back many; those of an archived customer stay where they are, and are named."""
    gone = sites.filter(customer__archived_at__isnull=False).select_related("customer").order_by("pk")
    refusals = [Refusal(site, [_left_with(site)]) for site in gone]
    outcome = restore_many(sites.filter(customer__archived_at__isnull=True), by=by)
    outcome.refusals.extend(refusals)
    return outcome


def _left_with(site: Site) -> str:
    text = _("%(name)s belongs to the archived customer %(customer)s: restore that first.")
    return text % {"name": site, "customer": site.customer}

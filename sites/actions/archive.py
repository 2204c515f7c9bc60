"""Archiving sites."""

from django.utils.translation import gettext as _

from crm.archive.actions import archive, restore
from crm.changes.action import action
from crm.changes.locking import locked
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
        raise DomainError(
            _("%(name)s belongs to the archived customer %(customer)s: restore that first.")
            % {"name": site, "customer": site.customer}
        )
    if site.archive_batch is not None:
        restore(site.archive_batch, by=by)
    return locked(site)

"""The roles of staff: what each is for, and what it may do.

A permission is written as Django writes it, `app.codename`; `*` stands for any run of letters. Roles are code, so
that a change of what they allow is reviewed and tested like any other; `sync_roles` brings the groups of the
database in line.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its name, what it is for, and the permissions that come with it."""

    slug: str
    name: str | Promise
    purpose: str | Promise
    permissions: tuple[str, ...]

    def allows(self, permission: str) -> bool:
        """Whether the role holds `app.codename`."""
        return any(fnmatchcase(permission, pattern) for pattern in self.permissions)


READ = (
    "archive.view_archivebatch",
    "attachments.view_attachment",
    "changes.view_changeset",
    "contacts.view_*",
    "customers.view_*",
    "labels.view_*",
    "sites.view_*",
)
CARE = (
    "attachments.add_attachment",
    "attachments.change_attachment",
    "changes.undo_changeset",  # undoing asks for the permission to change each kind of record too
    "contacts.add_warning",
    "contacts.change_warning",
    "contacts.add_consent",
    "contacts.add_contact",
    "contacts.archive_contact",
    "contacts.change_contact",
    "contacts.restore_contact",
    "customers.*_address",
    "customers.*_note",
    "customers.add_customer",
    "customers.archive_customer",
    "customers.change_customer",
    "customers.restore_customer",
    "sites.add_site",
    "sites.archive_site",
    "sites.change_pendingsite",
    "sites.change_site",
    "sites.hand_over_site",
    "sites.restore_site",
    "views.share_savedview",
)
LISTS = ("contacts.export_contact", "customers.export_customer", "sites.export_site")

VIEWER = Role(
    "viewer",
    _("Viewer"),
    _("Sees customers, sites and what happened to them, and changes nothing: for managers, auditors and trainees."),
    READ,
)
SALES = Role(
    "sales",
    _("Sales"),
    _(
        "Wins customers and looks after them: creates, edits, tags, archives and restores them, decides whether "
        "somebody counts as a prospect, brings in lists, takes a wrong one back, and takes lists out."
    ),
    (
        *READ,
        *CARE,
        *LISTS,
        "contacts.import_contact",
        "customers.force_stage_customer",
        "customers.import_customer",
        "sites.import_site",
    ),
)
SUPPORT = Role(
    "support",
    _("Support"),
    _("Answers the phone: creates and edits customers, keeps notes and files, archives duplicates."),
    (*READ, *CARE),
)
TECHNICIAN = Role(
    "technician",
    _("Technician"),
    _("Works at the customer's place: sees the customer, adds notes and files, and changes nothing else."),
    (*READ, "attachments.add_attachment", "customers.add_note"),
)
BILLING = Role(
    "billing",
    _("Billing"),
    _(
        "Keeps the accounts: corrects names, addresses and numbers, takes lists out, and archives a customer once "
        "everything is settled; may act in spite of a block, with a reason."
    ),
    (*READ, *CARE, *LISTS, "contacts.override_warning"),
)
ADMINISTRATOR = Role(
    "administrator",
    _("Administrator"),
    _(
        "Sets Waypoint up: users and roles, statuses and their rules, tags, custom attributes, imports, undo, and "
        "everything the other roles may do."
    ),
    ("*",),
)

ROLES: dict[str, Role] = {role.slug: role for role in (VIEWER, SALES, SUPPORT, TECHNICIAN, BILLING, ADMINISTRATOR)}


def choices() -> list[tuple[str, str | Promise]]:
    """The roles as a form offers them."""
    return [(role.slug, role.name) for role in ROLES.values()]


def in_order(slugs: Iterable[str]) -> list[str]:
    """The same roles, each once, in the order of this module."""
    wanted = set(slugs)
    return [slug for slug in ROLES if slug in wanted]

"""What staff do with sites: one verb a function, by form, bulk action, import and command alike."""

from sites.actions.archive import archive_site, archive_sites, restore_site, restore_sites
from sites.actions.change import change_site, confirm_location, move_pin
from sites.actions.create import create_site
from sites.actions.hand_over import hand_over_site
from sites.actions.pending import locate_pending, propose_location, queue_site, refuse_pending, restore_pending

__all__ = [
    "archive_site",
    "archive_sites",
    "change_site",
    "confirm_location",
    "create_site",
    "hand_over_site",
    "locate_pending",
    "move_pin",
    "propose_location",
    "queue_site",
    "refuse_pending",
    "restore_pending",
    "restore_site",
    "restore_sites",
]

"""What staff do with sites: one verb a function, by form, bulk action, import and command alike."""

from sites.actions.archive import archive_site, restore_site
from sites.actions.change import change_site, confirm_location, move_pin
from sites.actions.create import create_site

__all__ = ["archive_site", "change_site", "confirm_location", "create_site", "move_pin", "restore_site"]

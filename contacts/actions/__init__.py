"""What staff do with people and warnings: one verb a function, by form, bulk action, import and command alike."""

from contacts.actions.archive import archive_contact, archive_contacts, restore_contact, restore_contacts
from contacts.actions.change import change_contact
from contacts.actions.consents import record_consent
from contacts.actions.create import add_contact, create_contact
from contacts.actions.disclose import disclose_contact
from contacts.actions.erase import erase_contact
from contacts.actions.links import change_link, link_contact, restore_link, unlink_contact
from contacts.actions.reach import EmailLine, PhoneLine, clear_email, mark_bounced, mark_suppressed
from contacts.actions.types import change_contact_type, create_contact_type
from contacts.actions.warnings import add_warning, change_warning, lift_warning

__all__ = [
    "EmailLine",
    "PhoneLine",
    "add_contact",
    "add_warning",
    "archive_contact",
    "archive_contacts",
    "change_contact",
    "change_contact_type",
    "change_link",
    "change_warning",
    "clear_email",
    "create_contact",
    "create_contact_type",
    "disclose_contact",
    "erase_contact",
    "lift_warning",
    "link_contact",
    "mark_bounced",
    "mark_suppressed",
    "record_consent",
    "restore_contact",
    "restore_contacts",
    "restore_link",
    "unlink_contact",
]

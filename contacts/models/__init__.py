"""The nouns of this app."""

from contacts.models.authorisation import Authorisation
from contacts.models.consent import Basis, Consent, Purpose, Source
from contacts.models.contact import Contact, ContactEmail, ContactPhone
from contacts.models.erasure import Erasure
from contacts.models.link import ContactTypeLink, CoveredSite, CustomerContact
from contacts.models.type import ContactType, Event
from contacts.models.warning import GatedAction, Level, Warning, WarningDecision, strictest_first
from contacts.querysets import RIGHTS

__all__ = [
    "RIGHTS",
    "Authorisation",
    "Basis",
    "Consent",
    "Contact",
    "ContactEmail",
    "ContactPhone",
    "ContactType",
    "ContactTypeLink",
    "CoveredSite",
    "CustomerContact",
    "Erasure",
    "Event",
    "GatedAction",
    "Level",
    "Purpose",
    "Source",
    "Warning",
    "WarningDecision",
    "strictest_first",
]

"""What can be done to a contact from its page, and to many from the list."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, ngettext_lazy

from contacts import actions
from contacts.models import Contact
from crm.pages.archiving import ArchiveAction, RestoreAction


class Archive(ArchiveAction):
    """Out of the working lists."""

    label = gettext_lazy("Archive contact")
    permission = "contacts.archive_contact"
    perform = staticmethod(actions.archive_contact)
    perform_rows = staticmethod(actions.archive_contacts)
    will_happen = ngettext_lazy(
        "%(count)d person leaves the lists and is nobody's contact. They can be restored at any time.",
        "%(count)d people leave the lists and are nobody's contacts. They can be restored at any time.",
        "count",
    )
    was_done = ngettext_lazy("%(count)d contact was archived.", "%(count)d contacts were archived.", "count")


class Restore(RestoreAction):
    """Back into the lists."""

    label = gettext_lazy("Restore contact")
    permission = "contacts.restore_contact"
    perform = staticmethod(actions.restore_contact)
    perform_rows = staticmethod(actions.restore_contacts)
    will_happen = ngettext_lazy(
        "%(count)d person comes back to the customers they served.",
        "%(count)d people come back to the customers they served.",
        "count",
    )
    was_done = ngettext_lazy("%(count)d contact is back.", "%(count)d contacts are back.", "count")

    @classmethod
    def offered_for(cls, record: Contact) -> bool:
        """Only an archived one that was not erased."""
        return super().offered_for(record) and record.erased_at is None

    @classmethod
    def narrow(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The archived ones."""
        return super().narrow(queryset).filter(erased_at__isnull=True)


ON_LIST = (Archive, Restore)
ON_PAGE = (Archive, Restore)

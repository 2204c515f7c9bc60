"""What can be done to a contact from its page, and to many from the list."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, ngettext

from contacts import actions
from contacts.models import Contact
from crm.pages.archiving import ArchiveAction, RestoreAction
from crm.pages.page import Text


class Archive(ArchiveAction):
    """Out of the working lists."""

    label: Text = gettext_lazy("Archive contact")  # type: ignore[misc]
    permission = "contacts.archive_contact"
    perform = staticmethod(actions.archive_contact)
    perform_rows = staticmethod(actions.archive_contacts)

    @classmethod
    def sentence(cls, count: int) -> str:
        """What will happen."""
        text = ngettext(
            "%(count)d person leaves the lists and is nobody's contact. They can be restored at any time.",
            "%(count)d people leave the lists and are nobody's contacts. They can be restored at any time.",
            count,
        )
        return text % {"count": count}

    @classmethod
    def done(cls, count: int) -> str:
        """What was done."""
        text = ngettext("%(count)d contact was archived.", "%(count)d contacts were archived.", count)
        return text % {"count": count}


class Restore(RestoreAction):
    """Back into the lists."""

    label: Text = gettext_lazy("Restore contact")  # type: ignore[misc]
    permission = "contacts.restore_contact"
    perform = staticmethod(actions.restore_contact)
    perform_rows = staticmethod(actions.restore_contacts)

    @classmethod
    def offered_for(cls, record: Contact) -> bool:
        """Only an archived one that was not erased."""
        return super().offered_for(record) and record.erased_at is None

    @classmethod
    def narrow(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The archived ones."""
        return super().narrow(queryset).filter(erased_at__isnull=True)

    @classmethod
    def sentence(cls, count: int) -> str:
        """What will happen."""
        text = ngettext(
            "%(count)d person comes back to the customers they served.",
            "%(count)d people come back to the customers they served.",
            count,
        )
        return text % {"count": count}

    @classmethod
    def done(cls, count: int) -> str:
        """What was done."""
        text = ngettext("%(count)d contact is back.", "%(count)d contacts are back.", count)
        return text % {"count": count}


ON_LIST = (Archive, Restore)
ON_PAGE = (Archive, Restore)

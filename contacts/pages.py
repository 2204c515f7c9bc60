"""What can be done to a contact from its page, and to many from the list."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, ngettext

from contacts import actions
from contacts.models import Contact
from crm.archive.registry import blockers_of
from crm.pages.actions import Action, ReasonForm
from crm.pages.page import Text


class Archive(Action):
    """Out of the working lists."""

    slug = "archive"
    label: Text = gettext_lazy("Archive contact")  # type: ignore[misc]
    icon = "archive"
    permission = "contacts.archive_contact"
    form_class = ReasonForm
    danger = True
    perform = staticmethod(actions.archive_contact)

    @classmethod
    def offered_for(cls, record: Contact) -> bool:
        """Not twice."""
        return not record.is_archived

    @classmethod
    def narrow(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The live ones."""
        return queryset.filter(archived_at__isnull=True)

    @classmethod
    def refusals(cls, record: Contact, **values: Any) -> list[str]:
        """Every reason at once."""
        return [str(blocker) for blocker in blockers_of(record)]

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


class Restore(Action):
    """Back into the lists."""

    slug = "restore"
    label: Text = gettext_lazy("Restore contact")  # type: ignore[misc]
    icon = "archive-off"
    permission = "contacts.restore_contact"
    perform = staticmethod(actions.restore_contact)

    @classmethod
    def offered_for(cls, record: Contact) -> bool:
        """Only an archived one that was not erased."""
        return record.is_archived and record.erased_at is None

    @classmethod
    def narrow(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The archived ones."""
        return queryset.filter(archived_at__isnull=False, erased_at__isnull=True)

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

"""What every noun that can be archived says alike: who is archived, who comes back, and when each makes sense."""

from typing import Any, ClassVar

from django.db.models import QuerySet

from crm.archive.registry import blockers_of
from crm.pages.actions import Action, ReasonForm


class OnLive(Action):
    """An action that archived records are left out of."""

    on_archived: ClassVar[bool | None] = False

    @classmethod
    def offered_for(cls, record: Any) -> bool:
        """Not on an archived one."""
        return not record.is_archived

    @classmethod
    def narrow(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The live ones."""
        return queryset.filter(archived_at__isnull=True)


class OnArchived(Action):
    """An action that is about archived records alone."""

    on_archived: ClassVar[bool | None] = True

    @classmethod
    def offered_for(cls, record: Any) -> bool:
        """Only an archived one."""
        return bool(record.is_archived)

    @classmethod
    def narrow(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The archived ones."""
        return queryset.filter(archived_at__isnull=False)


class ArchiveAction(OnLive):
    """Out of the working lists. The noun adds `label`, `permission`, `perform` and its sentences."""

    slug = "archive"
    icon = "archive"
    form_class = ReasonForm
    danger = True

    @classmethod
    def refusals(cls, record: Any, **values: Any) -> list[str]:
        """Every reason at once."""
        return [str(blocker) for blocker in blockers_of(record)]


class RestoreAction(OnArchived):
    """Back into the lists. The noun adds `label`, `permission`, `perform` and its sentences."""

    slug = "restore"
    icon = "archive-off"

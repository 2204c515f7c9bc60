"""What can be done to a site from its page, and to many from the list."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.archive.registry import blockers_of
from crm.pages.actions import Action, ReasonForm
from crm.pages.page import Text
from sites import actions
from sites.models import Site


class ConfirmLocation(Action):
    """The pin is right."""

    slug = "confirm-location"
    label: Text = gettext_lazy("Confirm the pin")  # type: ignore[misc]
    icon = "circle-check"
    permission = "sites.change_site"
    perform = staticmethod(actions.confirm_location)

    @classmethod
    def offered_for(cls, record: Site) -> bool:
        """While nobody has confirmed it."""
        return not record.is_archived and record.to_confirm

    @classmethod
    def narrow(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The live ones that nobody has confirmed."""
        return queryset.filter(archived_at__isnull=True, confirmed_at__isnull=True)

    @classmethod
    def change_of(cls, record: Site, **values: Any) -> str:
        """What it means."""
        text = _("You say that the pin of %(site)s (%(code)s) stands in the right place. Your name is kept with it.")
        return text % {"site": record, "code": record.plus_code}

    @classmethod
    def sentence(cls, count: int) -> str:
        """What will happen."""
        text = ngettext(
            "You say that the pin of %(count)d site stands in the right place.",
            "You say that the pins of %(count)d sites stand in the right place.",
            count,
        )
        return text % {"count": count}

    @classmethod
    def done(cls, count: int) -> str:
        """What was done."""
        text = ngettext("The pin of %(count)d site is confirmed.", "The pins of %(count)d sites are confirmed.", count)
        return text % {"count": count}


class Archive(Action):
    """Out of the working lists."""

    slug = "archive"
    label: Text = gettext_lazy("Archive site")  # type: ignore[misc]
    icon = "archive"
    permission = "sites.archive_site"
    form_class = ReasonForm
    danger = True
    perform = staticmethod(actions.archive_site)

    @classmethod
    def offered_for(cls, record: Site) -> bool:
        """Not on an archived site."""
        return not record.is_archived

    @classmethod
    def narrow(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The live ones."""
        return queryset.filter(archived_at__isnull=True)

    @classmethod
    def refusals(cls, record: Site, **values: Any) -> list[str]:
        """Every reason at once."""
        return [str(blocker) for blocker in blockers_of(record)]

    @classmethod
    def change_of(cls, record: Site, **values: Any) -> str:
        """What will happen, and that it can be undone."""
        text = _(
            "%(site)s of %(customer)s leaves the lists and the map. Nothing is deleted: search still finds it, and "
            "it can be restored at any time."
        )
        return text % {"site": record, "customer": record.customer}

    @classmethod
    def sentence(cls, count: int) -> str:
        """What will happen."""
        text = ngettext(
            "%(count)d site leaves the lists and the map. It can be restored at any time.",
            "%(count)d sites leave the lists and the map. They can be restored at any time.",
            count,
        )
        return text % {"count": count}

    @classmethod
    def done(cls, count: int) -> str:
        """What was done."""
        text = ngettext("%(count)d site was archived.", "%(count)d sites were archived.", count)
        return text % {"count": count}


class Restore(Action):
    """Back into the lists."""

    slug = "restore"
    label: Text = gettext_lazy("Restore site")  # type: ignore[misc]
    icon = "archive-off"
    permission = "sites.restore_site"
    perform = staticmethod(actions.restore_site)

    @classmethod
    def offered_for(cls, record: Site) -> bool:
        """Only an archived one."""
        return record.is_archived

    @classmethod
    def narrow(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The archived ones."""
        return queryset.filter(archived_at__isnull=False)

    @classmethod
    def sentence(cls, count: int) -> str:
        """What will happen."""
        text = ngettext(
            "%(count)d site comes back with everything that was archived with it.",
            "%(count)d sites come back with everything that was archived with them.",
            count,
        )
        return text % {"count": count}

    @classmethod
    def done(cls, count: int) -> str:
        """What was done."""
        text = ngettext("%(count)d site is back.", "%(count)d sites are back.", count)
        return text % {"count": count}


ON_LIST = (ConfirmLocation, Archive, Restore)
ON_PAGE = (ConfirmLocation, Archive, Restore)

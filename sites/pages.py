"""What can be done to a site from its page, and to many from the list."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.pages.actions import Action
from crm.pages.archiving import ArchiveAction, OnLive, RestoreAction
from crm.pages.page import Text
from sites import actions
from sites.models import Site


class PinsAreRight(Action):
    """Somebody has looked: the pins stand where the addresses are."""

    icon = "circle-check"
    permission = "sites.change_site"

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


class ConfirmLocation(PinsAreRight, OnLive):
    """The pin is right."""

    slug = "confirm-location"
    label: Text = gettext_lazy("Confirm the pin")  # type: ignore[misc]
    perform = staticmethod(actions.confirm_location)

    @classmethod
    def offered_for(cls, record: Site) -> bool:
        """While nobody has confirmed it."""
        return super().offered_for(record) and record.to_confirm

    @classmethod
    def narrow(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The live ones that nobody has confirmed."""
        return super().narrow(queryset).filter(confirmed_at__isnull=True)

    @classmethod
    def change_of(cls, record: Site, **values: Any) -> str:
        """What it means."""
        text = _("You say that the pin of %(site)s (%(code)s) stands in the right place. Your name is kept with it.")
        return text % {"site": record, "code": record.plus_code}


class Archive(ArchiveAction):
    """Out of the working lists."""

    label: Text = gettext_lazy("Archive site")  # type: ignore[misc]
    permission = "sites.archive_site"
    perform = staticmethod(actions.archive_site)
    perform_rows = staticmethod(actions.archive_sites)

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


class Restore(RestoreAction):
    """Back into the lists."""

    label: Text = gettext_lazy("Restore site")  # type: ignore[misc]
    permission = "sites.restore_site"
    perform = staticmethod(actions.restore_site)
    perform_rows = staticmethod(actions.restore_sites)

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

"""What can be done to a site from its page, and to many from the list."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from crm.pages.actions import Action
from crm.pages.archiving import ArchiveAction, OnLive, RestoreAction
from sites import actions
from sites.models import Site


class PinsAreRight(Action):
    """Somebody has looked: the pins stand where the addresses are."""

    icon = "circle-check"
    permission = "sites.change_site"
    will_happen = ngettext_lazy(
        "You say that the pin of %(count)d site stands in the right place.",
        "You say that the pins of %(count)d sites stand in the right place.",
        "count",
    )
    was_done = ngettext_lazy(
        "The pin of %(count)d site is confirmed.",
        "The pins of %(count)d sites are confirmed.",
        "count",
    )


class ConfirmLocation(PinsAreRight, OnLive):
    """The pin is right."""

    slug = "confirm-location"
    label = gettext_lazy("Confirm the pin")
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

    label = gettext_lazy("Archive site")
    permission = "sites.archive_site"
    perform = staticmethod(actions.archive_site)
    perform_rows = staticmethod(actions.archive_sites)
    will_happen = ngettext_lazy(
        "%(count)d site leaves the lists and the map. It can be restored at any time.",
        "%(count)d sites leave the lists and the map. They can be restored at any time.",
        "count",
    )
    was_done = ngettext_lazy("%(count)d site was archived.", "%(count)d sites were archived.", "count")

    @classmethod
    def change_of(cls, record: Site, **values: Any) -> str:
        """What will happen, and that it can be undone."""
        text = _(
            "%(site)s of %(customer)s leaves the lists and the map. Nothing is deleted: search still finds it, and "
            "it can be restored at any time."
        )
        return text % {"site": record, "customer": record.customer}


class Restore(RestoreAction):
    """Back into the lists."""

    label = gettext_lazy("Restore site")
    permission = "sites.restore_site"
    perform = staticmethod(actions.restore_site)
    perform_rows = staticmethod(actions.restore_sites)
    will_happen = ngettext_lazy(
        "%(count)d site comes back with everything that was archived with it.",
        "%(count)d sites come back with everything that was archived with them.",
        "count",
    )
    was_done = ngettext_lazy("%(count)d site is back.", "%(count)d sites are back.", "count")


ON_LIST = (ConfirmLocation, Archive, Restore)
ON_PAGE = (ConfirmLocation, Archive, Restore)

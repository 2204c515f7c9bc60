"""Looking up the addresses of many waiting places, one question each."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.background.registry import Progress
from crm.changes.current import begin_change_set, reopen_change_set
from crm.changes.models import ChangeSet, Route
from crm.errors import Misconfigured, Rejected, TryLater
from sites.actions.pending import propose_location
from sites.geocoders import Geocoder, Place
from sites.models import PendingSite
from sites.querysets import PendingSiteQuerySet
from staff.models import User

ASKED_AT_MOST = 1000  # addresses a run: what one click can cost at the provider
FAILURES_AT_MOST = 3  # in a row, until the run leaves off


class LookUp:
    """One run: asks outside of any transaction, keeps each answer in one of its own under a common change set."""

    def __init__(self, geocoder: Geocoder, *, by: User) -> None:
        self.geocoder, self.by = geocoder, by
        self.asked = self.found = 0
        self.trouble = ""

    def run(self, places: PendingSiteQuerySet, progress: Progress) -> str:
        """Ask for the waiting places that nobody asked for yet; answers what was found, in words.

        A place that was answered stays answered, so a run that was stopped or repeated pays for nothing twice.
        """
        ids = list(places.waiting().unasked().order_by("pk").values_list("pk", flat=True)[:ASKED_AT_MOST])
        opened = begin_change_set(by=self.by, verb="look_up_places", route=Route.BACKGROUND)
        try:
            self._ask_all(ids, opened, progress)
        finally:
            ChangeSet.objects.filter(pk=opened.pk, counts={}).delete()
        left = places.waiting().unasked().count()
        return " ".join(part for part in (self.sentence(), self.trouble, _left(left)) if part)

    def sentence(self) -> str:
        """How many addresses were looked up and found."""
        asked = ngettext("%(count)s address was looked up", "%(count)s addresses were looked up", self.asked)
        found = ngettext("%(count)s place was found.", "%(count)s places were found.", self.found)
        return f"{asked % {'count': self.asked}}; {found % {'count': self.found}}"

    def _ask_all(self, ids: list[int], opened: ChangeSet, progress: Progress) -> None:
        failures = 0
        for done, pk in enumerate(ids):
            progress.advance(done, len(ids))
            if (place := PendingSite.objects.waiting().unasked().filter(pk=pk).first()) is None:
                continue  # somebody was quicker
            try:
                self._ask(place, opened)
                failures = 0
            except TryLater:
                failures += 1
                if failures >= FAILURES_AT_MOST:
                    self.trouble = _("The address service does not answer now; go on later.")
                    return
            except Misconfigured:
                self.trouble = _("The address service refuses us: an administrator has to look at its key.")
                return
        progress.advance(len(ids), len(ids))

    def _ask(self, pending: PendingSite, opened: ChangeSet) -> None:
        question = pending.question
        try:
            places = self.geocoder.geocode(pending.address)
        except Rejected:
            places = []
        best: Place | None = places[0] if places else None
        with transaction.atomic(), reopen_change_set(opened.pk):
            propose_location(pending, by=self.by, question=question, place=best)
        self.asked += 1
        self.found += best is not None


def _left(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(count)s address is left to look up.", "%(count)s addresses are left to look up.", count) % {
        "count": count
    }

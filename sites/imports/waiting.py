"""Lines without coordinates and the queue of places to locate: in, recognised there, and out again."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from crm.changes.bulk import create_rows, save_rows
from crm.changes.lookups import among_texts
from crm.imports.kinds import StagedRow
from crm.imports.states import RowAction
from crm.imports.undone import without_undone
from crm.search.expressions import Fold
from crm.text import fold
from customers.models import Customer
from sites.actions.pending import KEPT, PROPOSAL, forget_proposal
from sites.imports.rules import numbers_by_id
from sites.models import PendingSite

Identity = tuple[str, str]  # the customer's number; the reference or, where there is none, the name


class Queue:
    """The places that some lines may already stand for; asked of the database once."""

    def __init__(self, rows: Sequence[StagedRow], *, lock: bool = False) -> None:
        self.identities = {_identity_of(row) for row in rows}
        self.lock = lock

    @cached_property
    def places(self) -> dict[Identity, PendingSite]:
        """Waiting and refused places of these customers; those that became sites are sites."""
        numbers = numbers_by_id(number for number, _text in self.identities)
        texts = {text for _number, text in self.identities}
        called = among_texts(texts, "reference") | Q(among_texts(texts, "folded"), reference="")
        found = PendingSite.objects.alias(folded=Fold(F("name"))).filter(called, customer__in=numbers, site=None)
        if self.lock:
            found = found.select_for_update(of=("self",))
        known = without_undone(found.select_related("archive_batch").order_by("-pk"))
        places = sorted(known, key=lambda each: not each.is_archived)  # waiting ones overwrite refused
        return {_identity(numbers[each.customer_id], each.reference, each.name): each for each in places}

    def check(self, rows: Iterable[StagedRow]) -> None:
        """Mark new lines without coordinates as waiting; those that wait already, just so, change nothing.

        A place somebody refused is no site again only because it stands in a file.
        """
        for row in rows:
            place = self.places.get(_identity_of(row))
            if place is not None and place.is_archived:
                why = place.archive_batch.reason if place.archive_batch else ""
                row.refuse(_("This was refused as a site: %(reason)s") % {"reason": why})
            elif "latitude" not in row.values and not row.errors:
                same = place is not None and not _differs(place, row.values)
                row.action = RowAction.SKIP if same else RowAction.WAIT

    def join(self, rows: Sequence[StagedRow], customers: Sequence[Customer], filename: str) -> list[int]:
        """Put the lines into the queue, or correct what waits there; answers their ids in order."""
        joined: list[PendingSite] = []
        for row, customer in zip(rows, customers, strict=True):
            source = _("%(file)s, line %(line)s") % {"file": filename[:200], "line": row.line}
            place = self.places.get(_identity_of(row)) or PendingSite(customer=customer, source=source)
            for name in KEPT:
                setattr(place, name, row.values.get(name, getattr(place, name)))
            if place.asked and not place.is_asked:
                forget_proposal(place)
            joined.append(place)
        known = [place for place in joined if place.pk is not None]
        create_rows([place for place in joined if place.pk is None])
        save_rows(known, (*KEPT, *PROPOSAL))
        return [place.pk for place in joined]

    def leave(self, rows: Sequence[StagedRow], site_ids: Sequence[int]) -> None:
        """The places that these lines gave coordinates have become sites."""
        left = []
        for row, site_id in zip(rows, site_ids, strict=True):
            if place := self.places.get(_identity_of(row)):
                place.site_id = site_id
                left.append(place)
        save_rows(left, ["site"])


def _identity_of(row: StagedRow) -> Identity:
    return _identity(row.values["customer"], row.values.get("reference", ""), row.values.get("name", ""))


def _identity(number: str, reference: str, name: str) -> Identity:
    return number, reference or fold(name).strip()


def _differs(place: PendingSite, values: dict[str, Any]) -> bool:
    return any(str(getattr(place, name)) != values[name] for name in KEPT if name in values)

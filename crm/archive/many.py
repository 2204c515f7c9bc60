"""Archiving and restoring many rows in a fixed number of statements, the refused ones left out."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm.archive.actions import archive_rows, restore_rows
from crm.archive.models import ArchiveBatch
from crm.archive.registry import blocked
from crm.changes.action import action
from crm.changes.current import Actor
from crm.changes.lookups import among
from crm.changes.outcome import Outcome, Refusal
from crm.errors import DomainError


@action
def archive_many(queryset: QuerySet[Any], *, by: Actor, reason: str = "") -> Outcome:
    """Archive those rows that nothing forbids, each with everything that belongs to it, and name the others.

    Locks all of them; costs the same few statements for ten rows or a thousand.
    """
    model = queryset.model
    rows = list(queryset.order_by("pk").select_for_update(of=("self",)))
    forbidden = blocked(model, [row.pk for row in rows])
    refusals, free = [], []
    for row in rows:
        if row.is_archived:
            refusals.append(Refusal(row, [_("%(name)s is archived already.") % {"name": row}]))
        elif row.pk in forbidden:
            refusals.append(Refusal(row, [str(blocker) for blocker in forbidden[row.pk]]))
        else:
            free.append(row.pk)
    if free:
        archive_rows(model._base_manager.filter(among(free)), by=by, reason=reason)
    return Outcome(done=len(free), refusals=refusals)


@action
def restore_many(queryset: QuerySet[Any], *, by: Actor) -> Outcome:
    """Bring back rows with what left with each; where one of them is refused, each is tried by itself."""
    rows = queryset.filter(archive_batch__isnull=False).order_by("pk").select_for_update(of=("self",))
    archived = {row.archive_batch_id: row for row in rows}
    try:
        restore_rows(ArchiveBatch.objects.filter(among(archived)), by=by)
    except DomainError:
        return _restore_each(archived, by=by)
    return Outcome(done=len(archived))


def _restore_each(archived: Mapping[int, Any], *, by: Actor) -> Outcome:
    outcome = Outcome()
    for batch_id, row in archived.items():
        try:
            restore_rows(ArchiveBatch.objects.filter(pk=batch_id), by=by)
            outcome.done += 1
        except DomainError as error:
            outcome.refusals.append(Refusal(row, [str(error)]))
    return outcome

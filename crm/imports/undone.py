"""Records that an import made and its undoing took away: for the next import they never were."""

from collections.abc import Iterable
from typing import TypeVar

from crm.archive.models import Archivable
from crm.changes.kept import history_of_model

R = TypeVar("R", bound=Archivable)


def without_undone(records: Iterable[R]) -> list[R]:
    """Leave out those archived because the change set that made them was undone."""
    found = list(records)
    archived = [each.pk for each in found if each.is_archived]
    if not archived:
        return found
    made = history_of_model(type(found[0])).objects.filter(
        id__in=archived, history_type="+", change_set__undone_by__isnull=False
    )
    undone = set(made.values_list("id", flat=True))
    return [each for each in found if each.pk not in undone]

"""Reading a row again under lock, which is how every action begins."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import connection
from django.utils.translation import gettext as _

from crm.changes.tracked import StaleVersion, TrackedModel

M = TypeVar("M", bound=TrackedModel)


def locked(instance: M, *, version: int | None = None) -> M:
    """The row as it stands now, held until the transaction ends (`request.user`, which is lazy, included).

    `version` is what the user's form was filled from; StaleVersion is raised when the row has moved on.
    """
    row: M = instance.__class__._base_manager.select_for_update().get(pk=instance.pk)
    if version is not None and row.version != version:
        raise StaleVersion(_("Somebody else changed this record while you were working on it."))
    return row


def unchanging(model: type[M], ids: Iterable[int]) -> list[M]:
    """Rows as they stand now, which nobody changes until the transaction ends; several may hold a row so at once.

    For what a change relies on and leaves alone: the type somebody is given, the place they answer for. Foreign keys
    are checked when a transaction ends, and say nothing of what else a row holds.
    """
    if not (wanted := list(ids)):
        return []
    table = connection.ops.quote_name(model._meta.db_table)
    return list(model._base_manager.raw(f"SELECT * FROM {table} WHERE id = ANY(%s) ORDER BY id FOR SHARE", [wanted]))

"""Reading a row again under lock, which is how every action begins."""

from typing import TypeVar

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

"""Holdings of rows that are overwritten, and what else repeats what stood in them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from contacts.models import Warning, WarningDecision
from contacts.privacy.holding import Holding
from crm.archive.models import ArchiveBatch
from crm.changes.erasing import erase_values

ERASED = "–"


def held(what: str, rows: QuerySet[Any], values: Mapping[str, Any], why: str) -> Holding:
    """Rows that are overwritten, the names that archiving kept of them among them."""

    def erase() -> int:
        forget_batches(rows)
        return erase_values(rows, values)

    return Holding(what, rows.count(), why, erase)


def held_warnings(warnings: QuerySet[Warning]) -> Sequence[Holding]:
    """The texts of warnings, and of what was decided in spite of them."""
    decisions = WarningDecision._base_manager.filter(warning__in=warnings.values("pk"))
    asked = _("The person asked for it.")
    return [
        held(_("Texts of warnings"), warnings, {"message": ERASED}, asked),
        held(_("Texts of decisions in spite of warnings"), decisions, {"message": ERASED, "reason": ERASED}, asked),
    ]


def forget_batches(rows: QuerySet[Any]) -> None:
    """Archiving kept the name of what it archived, and a reason."""
    kind = ContentType.objects.get_for_model(rows.model)
    batches = ArchiveBatch.objects.filter(root_type=kind, root_id__in=list(rows.values_list("pk", flat=True)))
    batches.update(root_name=ERASED, reason="")

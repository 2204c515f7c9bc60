"""The app behind this room."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ArchiveConfig(AppConfig):
    """Archive batches: what left together comes back together."""

    name = "crm.archive"
    label = "archive"

    def ready(self) -> None:
        """What an undone change set created leaves as if somebody had archived it."""
        from crm.archive.actions import archive_rows
        from crm.archive.models import Archivable
        from crm.archive.registry import blocked
        from crm.changes.sentences import register_verb
        from crm.changes.undo_plan import Remover, register_remover

        def refusals(model: type[Archivable], ids: Sequence[int]) -> dict[int, str]:
            return {pk: " ".join(map(str, found)) for pk, found in blocked(model, ids).items()}

        register_remover(Archivable, Remover(remove=archive_rows, refusals=refusals))
        register_verb("archive", pgettext_lazy("somebody did it", "archived"))
        register_verb("restore", pgettext_lazy("somebody did it", "restored"))

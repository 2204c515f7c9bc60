"""The base of every tracked model: timestamps, a version compared on save, and history."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.changes.current import change_set
from crm.changes.history import History
from crm.changes.kept import kept_names
from crm.errors import DomainError

__all__ = ["History", "StaleVersion", "TrackedModel"]


class StaleVersion(DomainError):
    """Somebody saved this record after it was read; nothing was written."""


class TrackedModel(models.Model):
    """A row whose every change is kept: timestamps, a version compared on save, and history.

    Subclasses declare `history = History()`, and `customer_path`: the attribute that leads to the id of
    the customer it belongs to (`"pk"` on the customer, `"customer_id"` on its children, None elsewhere);
    `owner_path`, the foreign key to whom it belongs where that is no customer, for the sentence about a new one.
    A link row (a tag on a customer) names in `link_to` the foreign key to what it links; such rows are told as
    "added the tag VIP", and they alone may be removed. `untold_fields` are bookkeeping, never told as changes.
    `undoable = False` where setting columns back is not enough (a user's roles live in groups too), `final = True`
    where undoing the rest of its change set without it would tear apart what belongs together.
    """

    customer_path: ClassVar[str | None] = None
    owner_path: ClassVar[str | None] = None
    link_to: ClassVar[str | None] = None
    undoable: ClassVar[bool] = True
    final: ClassVar[bool] = False
    untold_fields: ClassVar[frozenset[str]] = frozenset({"id", "created_at", "updated_at", "version", "archive_batch"})

    history: ClassVar[Any]

    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
        default_permissions: ClassVar[tuple[str, ...]] = ("view", "add", "change")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with history; an existing row only if it still has the version that was read.

        Where no change set is open, the ambient actor (of a request, a job) opens one for this row: so
        packages that save by themselves are recorded too. Saving only columns without history, such as the
        time of the last sign-in, leaves neither a history row nor a new version.
        Raises StaleVersion when somebody else saved it in between, NoChangeSet when nobody acts.
        """
        fields: Iterable[str] | None = kwargs.get("update_fields")
        if self._state.adding:
            with change_set(verb="create"):
                return super().save(*args, **{"force_insert": True, **kwargs})
        if fields is not None and not self._keeps_history_of(fields):
            return self._save_unrecorded(*args, **kwargs)
        return self._save_next_version(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete with a last history row; for link rows, as business rows are archived."""
        with change_set(verb="delete"):
            return super().delete(*args, **kwargs)

    @property
    def told_apart_by(self) -> str:
        """What tells it from others of its name, where no more than the name is shown: a number, a place."""
        return ""

    def _save_next_version(self, *args: Any, **kwargs: Any) -> None:
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "version", "updated_at"}
        self.version += 1
        self.updated_at = timezone.now()
        try:
            with change_set(verb="change"):
                super().save(*args, **kwargs)
        except BaseException:
            self.version -= 1
            raise

    def _save_unrecorded(self, *args: Any, **kwargs: Any) -> None:
        self.skip_history_when_saving = True  # django-simple-history's own mark
        try:
            super().save(*args, **kwargs)
        finally:
            del self.skip_history_when_saving

    def _keeps_history_of(self, fields: Iterable[str]) -> bool:
        return not kept_names(type(self)).isdisjoint(fields)

    def _do_update(self, base_qs: models.QuerySet[Any], *args: Any, **kwargs: Any) -> Any:
        """Django's hook for the UPDATE of one row, narrowed to the version that was read."""
        if self._state.adding or hasattr(self, "skip_history_when_saving"):
            return super()._do_update(base_qs, *args, **kwargs)
        updated = super()._do_update(base_qs.filter(version=self.version - 1), *args, **kwargs)
        if not updated:
            raise StaleVersion(_("Somebody else changed this record while you were working on it."))
        return updated

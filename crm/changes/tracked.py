"""The base of every tracked model: timestamps, a version compared on save, and history."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.changes.history import History
from crm.errors import DomainError

__all__ = ["History", "StaleVersion", "TrackedModel"]


class StaleVersion(DomainError):
    """Somebody saved this record after it was read; nothing was written."""


class TrackedModel(models.Model):
    """A row whose every change is kept: timestamps, a version compared on save, and history.

    Subclasses declare `history = History()`, and `customer_path`: the attribute that leads to the id of
    the customer it belongs to (`"pk"` on the customer, `"customer_id"` on its children, None elsewhere).
    """

    customer_path: ClassVar[str | None] = None

    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
        default_permissions = ("view", "add", "change")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; an existing row only if it still has the version that was read.

        Raises StaleVersion when somebody else saved it in between.
        """
        if self._state.adding:
            return super().save(*args, **kwargs)
        self.version += 1
        self.updated_at = timezone.now()
        fields: Iterable[str] | None = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, "version", "updated_at"}
        try:
            super().save(*args, **kwargs)
        except BaseException:
            self.version -= 1
            raise

    def _do_update(self, base_qs: models.QuerySet[Any], *args: Any, **kwargs: Any) -> Any:
        """Django's hook for the UPDATE of one row, narrowed to the version that was read."""
        if self._state.adding:
            return super()._do_update(base_qs, *args, **kwargs)  # type: ignore[misc]
        updated = super()._do_update(base_qs.filter(version=self.version - 1), *args, **kwargs)  # type: ignore[misc]
        if not updated:
            raise StaleVersion(_("Somebody else changed this record while you were working on it."))
        return updated

"""Archiving and restoring: rows leave with everything that belongs to them, and come back the same."""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from crm.archive.models import ArchiveBatch
from crm.archive.registry import archivable_models, blocked, children_of, parents_of
from crm.changes.action import action
from crm.changes.bulk import update_rows
from crm.changes.current import Actor, current_change_set
from crm.changes.locking import locked
from crm.errors import DomainError, Refused
from crm.violations import in_words


@action
def archive(instance: Any, *, by: Actor, reason: str = "", version: int | None = None) -> ArchiveBatch:
    """Archive one row with everything that belongs to it.

    `version` is the one its reader saw. Raises Refused with every reason at once, DomainError when it is
    archived already, StaleVersion when somebody changed it since.
    """
    row = locked(instance, version=version)
    (batch,) = archive_rows(type(row)._base_manager.filter(pk=row.pk), by=by, reason=reason)
    return batch


@action
def archive_rows(queryset: QuerySet[Any], *, by: Actor, reason: str = "") -> list[ArchiveBatch]:
    """Archive many rows, each with a batch of its own, in a fixed number of statements.

    All or none: raises Refused when one of them is blocked. A bulk action that wants to leave the blocked
    ones out asks `registry.blocked` first.
    """
    model = queryset.model
    rows = list(queryset.order_by("pk").select_for_update(of=("self",)))
    _refuse(model, rows)
    now = current_change_set().now()
    root_type = ContentType.objects.get_for_model(model)
    batches = ArchiveBatch.objects.bulk_create(
        ArchiveBatch(
            root_type=root_type,
            root_id=row.pk,
            root_name=str(row)[:200],
            archived_at=now,
            archived_by_id=by.pk,
            reason=reason,
        )
        for row in rows
    )
    ids = [batch.pk for batch in batches]
    # The newest batch of each root, found by its index: a look-up among all new ids would be quadratic
    of_root = ArchiveBatch.objects.filter(root_type=root_type, root_id=OuterRef("pk"))
    own_batch = of_root.order_by("-pk").values("pk")[:1]
    roots = model._base_manager.filter(pk__in=[row.pk for row in rows])
    update_rows(roots, archived_at=now, archive_batch=Subquery(own_batch))
    _archive_children(model, ids)
    return batches


@action
def restore(batch: ArchiveBatch, *, by: Actor) -> ArchiveBatch:
    """Bring back exactly what left with this batch.

    Raises DomainError when it was restored already, when what the root belongs to is still archived, or
    when a live row has taken a value that must be unique.
    """
    restore_rows(ArchiveBatch.objects.filter(pk=batch.pk), by=by)
    batch.refresh_from_db()
    return batch


@action
def restore_rows(batches: QuerySet[ArchiveBatch], *, by: Actor) -> int:
    """Bring back what left with many batches; answers how many rows came back. All or none, as `restore`."""
    ids = list(batches.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    try:
        with transaction.atomic():
            restored = sum(_restore_model(model, ids) for model in archivable_models())
    except IntegrityError as error:
        if (refusal := in_words(error)) is None:
            raise
        raise DomainError(_("This cannot be restored: %(why)s") % {"why": refusal}) from error
    if not restored:
        raise DomainError(_("This was restored already."))
    return restored


def _refuse(model: type[models.Model], rows: Sequence[Any]) -> None:
    """Every reason at once, asked again now that the rows are locked."""
    if gone := [row for row in rows if row.is_archived]:
        raise DomainError(_("%(name)s is archived already.") % {"name": gone[0]})
    if not rows:
        raise DomainError(_("There is nothing to archive."))
    found = blocked(model, [row.pk for row in rows])
    if found:
        raise Refused(str(blocker) for blockers in found.values() for blocker in blockers)


def _archive_children(parent: type[Any], batch_ids: Sequence[int]) -> None:
    """Mark the live rows below `parent`, level by level, with the batch of the row they belong to."""
    for child in children_of(parent):
        inherited = parent._base_manager.filter(pk=OuterRef(child.column))
        changed = update_rows(
            child.below(parent, batch_ids).filter(archived_at__isnull=True),
            archived_at=Subquery(inherited.values("archived_at")),
            archive_batch=Subquery(inherited.values("archive_batch")),
        )
        if changed:
            _archive_children(child.model, batch_ids)


def _restore_model(model: type[Any], batch_ids: Sequence[int]) -> int:
    rows = model._base_manager.filter(archive_batch__in=batch_ids)
    for parent, child in parents_of(model):
        _refuse_orphans(rows.filter(child.only), parent, child.column, batch_ids)
    return update_rows(rows, archived_at=None, archive_batch=None)


def _refuse_orphans(rows: QuerySet[Any], parent: type[Any], column: str, batch_ids: Sequence[int]) -> None:
    """A row comes back only to a live parent, or together with it."""
    gone = parent._base_manager.filter(archived_at__isnull=False, pk__in=rows.values(column))
    if absent := gone.exclude(archive_batch__in=batch_ids).first():
        raise DomainError(
            _("%(name)s belongs to the archived %(noun)s %(parent)s: restore that first.")
            % {"name": rows.filter(**{column: absent.pk}).first(), "noun": parent._meta.verbose_name, "parent": absent}
        )

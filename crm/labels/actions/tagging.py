"""Putting tags on records and taking them off; any noun with a `tags` field through a TagLink."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm.archive.models import Archivable
from crm.archive.refusing import refuse_archived
from crm.changes.action import action
from crm.changes.bulk import create_rows, remove_rows
from crm.changes.current import Actor
from crm.changes.locking import locked
from crm.changes.lookups import among
from crm.errors import DomainError
from crm.labels.links import links_of
from crm.labels.models import Tag

CHUNK = 10_000  # links held in memory at once


@action
def add_tags(records: QuerySet[Any], *, by: Actor, tags: Iterable[Tag]) -> int:
    """Put tags on every live record of a queryset; answers how many records got a tag they had not.

    Archived records keep the tags they left with. Raises DomainError for a retired tag.
    """
    tags = _usable(tags)
    if issubclass(records.model, Archivable):
        records = records.filter(archived_at__isnull=True)
    ids = _hold(records)
    changed: set[int] = set()
    for start in range(0, len(ids), CHUNK):
        changed |= _add(records.model, ids[start : start + CHUNK], tags)
    return len(changed)


@action
def remove_tags(records: QuerySet[Any], *, by: Actor, tags: Iterable[Tag]) -> int:
    """Take tags off every record of a queryset; answers how many records lost one."""
    links = links_of(records.model)
    surplus = links.model._base_manager.filter(among(_hold(records), links.column), tag__in=list(tags))
    changed: int = surplus.values(links.column).distinct().count()
    remove_rows(surplus)
    return changed


@action
def set_tags(record: Any, *, by: Actor, tags: Iterable[Tag]) -> Any:
    """Give one record exactly these tags; a retired one may stay, but not come.

    Raises DomainError for a retired tag it had not, or when the record is archived.
    """
    record = locked(record)
    refuse_archived(record)
    links = links_of(type(record))
    wanted = {tag.pk: tag for tag in tags}
    present = links.model._base_manager.filter(**{links.column: record.pk})
    held = set(present.values_list("tag", flat=True))
    remove_rows(present.exclude(tag__in=wanted))
    missing = _usable(tag for pk, tag in wanted.items() if pk not in held)
    create_rows([links.make(record.pk, tag) for tag in missing])
    return record


def _usable(tags: Iterable[Tag]) -> list[Tag]:
    usable = list(dict.fromkeys(tags))
    for tag in usable:
        if tag.retired:
            raise DomainError(_("The tag “%(tag)s” is no longer in use.") % {"tag": tag}, field="tags")
    return usable


def _hold(records: QuerySet[Any]) -> list[int]:
    """The ids of the records, held so that two people who tag them at once do not collide."""
    rows = records.model._base_manager.filter(pk__in=records.order_by().values("pk"))
    return list(rows.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def _add(model: type[models.Model], ids: list[int], tags: list[Tag]) -> set[int]:
    links = links_of(model)
    present = links.model._base_manager.filter(among(ids, links.column), tag__in=tags)
    held = set(present.values_list(links.column, "tag"))
    missing = [(pk, tag) for pk in ids for tag in tags if (pk, tag.pk) not in held]
    create_rows([links.make(pk, tag) for pk, tag in missing])
    return {pk for pk, _tag in missing}

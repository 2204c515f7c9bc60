"""What higher apps say about archiving: what forbids it, and what leaves together."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

from crm.archive.models import Archivable


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason why a row cannot be archived, and the page where somebody resolves it."""

    sentence: str
    count: int = 1
    url: str = ""

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(frozen=True, slots=True)
class Child:
    """A model whose live rows leave with the row whose id stands in `column`.

    `only` narrows to the rows that point at this parent, where the column may point at several models.
    """

    model: type[Any]
    column: str
    only: Q = field(default_factory=Q)

    def below(self, parent: type[models.Model], batch_ids: Sequence[int]) -> QuerySet[Any]:
        """The child rows of the parents that left with these batches."""
        parents = parent._base_manager.filter(archive_batch__in=batch_ids)
        manager: models.Manager[Any] = self.model._base_manager
        return manager.filter(self.only, **{f"{self.column}__in": parents.values("pk")})


FindBlockers = Callable[[Sequence[int]], Mapping[int, Blocker]]

_blockers: dict[type[models.Model], list[FindBlockers]] = defaultdict(list)
_children: dict[type[models.Model], list[Child]] = defaultdict(list)


def register_blocker(model: type[models.Model], find: FindBlockers) -> None:
    """Add a reason against archiving; called from `apps.ready()` of the app that owns the reason.

    `find(ids)` answers, for those of the ids that are blocked, id → Blocker. It asks the database once
    for all ids, so that archiving ten thousand rows costs the same statements as archiving one.
    """
    _blockers[model].append(find)


def register_child(
    parent: type[models.Model], child: type[models.Model], column: str, *, only: Q | None = None
) -> None:
    """Say that live rows of `child` leave and return with the `parent` whose id stands in `column`.

    `only` is for a child whose column points at records of several models.
    """
    if not issubclass(child, Archivable):
        raise TypeError(f"{child.__name__} is not Archivable.")
    _children[parent].append(Child(child, column, only or Q()))


def blocked(model: type[models.Model], ids: Sequence[int]) -> dict[int, list[Blocker]]:
    """Those of the ids that cannot be archived, with all their reasons."""
    found: dict[int, list[Blocker]] = defaultdict(list)
    for find in _blockers[model]:
        for pk, blocker in find(ids).items():
            found[pk].append(blocker)
    return dict(found)


def blockers_of(instance: models.Model) -> list[Blocker]:
    """All reasons why one row cannot be archived; a page shows them before anybody tries."""
    return blocked(type(instance), [instance.pk]).get(instance.pk, [])


def children_of(model: type[models.Model]) -> list[Child]:
    """The models whose rows leave with a row of this model."""
    return list(_children[model])


def archivable_models() -> list[type[models.Model]]:
    """Every model whose rows can be archived."""
    return [model for model in apps.get_models() if issubclass(model, Archivable)]


def parents_of(child: type[models.Model]) -> list[tuple[type[models.Model], Child]]:
    """The parents of a child model, each with what binds the two."""
    return [(parent, each) for parent, children in _children.items() for each in children if each.model is child]

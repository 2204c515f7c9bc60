"""The change set that is open now, and who acts when nobody opened one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone

from crm.changes.models import ChangedCustomer, ChangeSet, Route


class NoChangeSet(RuntimeError):
    """A tracked row was about to change outside any change set."""


@dataclass(frozen=True, slots=True)
class SystemActor:
    """Somebody who is not a person, such as `SystemActor("billing run 42")`."""

    name: str
    pk: None = None

    def __str__(self) -> str:
        return self.name


Actor = AbstractBaseUser | SystemActor


@dataclass(frozen=True, slots=True)
class Ambient:
    """Who acts and through which door, where no action says it (set by middleware, command, job)."""

    actor: Actor
    route: str


@dataclass(slots=True)
class OpenChangeSet:
    """A change set that is still collecting rows."""

    row: ChangeSet
    at: datetime
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    customer_ids: set[int] = field(default_factory=set)

    def now(self) -> datetime:
        """The time of the change set: all its rows of one transaction share it."""
        return self.at

    def note(self, instance: models.Model, history_type: str) -> None:
        """Count one row, and remember the customer it belongs to."""
        self.count(type(instance), history_type, 1)
        path = getattr(instance, "customer_path", None)
        if path and (customer_id := _follow(instance, path)):
            self.customer_ids.add(customer_id)

    def count(self, model: type[models.Model], history_type: str, rows: int) -> None:
        """Count rows of one model written at once."""
        counts = self.counts.setdefault(model._meta.label_lower, {})
        counts[history_type] = counts.get(history_type, 0) + rows

    def note_customers(self, model: type[models.Model], ids: Sequence[int]) -> None:
        """Remember the customers of many rows of one model."""
        path = getattr(model, "customer_path", None)
        if path == "pk":
            self.customer_ids.update(ids)
        elif path:
            owners = model._base_manager.filter(pk__in=ids).values_list(path, flat=True)
            self.customer_ids.update(pk for pk in owners if pk)


_open: ContextVar[OpenChangeSet | None] = ContextVar("open_change_set", default=None)
_ambient: ContextVar[Ambient | None] = ContextVar("ambient_actor", default=None)


def _follow(instance: models.Model, path: str) -> int | None:
    value: Any = instance
    for name in path.split("__"):
        value = getattr(value, name, None)
    return value


@contextmanager
def acting_as(actor: Actor, route: str) -> Iterator[None]:
    """Say who acts by default: middleware for a request, a command or a job for its run."""
    token = _ambient.set(Ambient(actor, route))
    try:
        yield
    finally:
        _ambient.reset(token)


@contextmanager
def change_set(
    *, by: Actor | None = None, verb: str, route: str | None = None, reason: str = "", undoes: ChangeSet | None = None
) -> Iterator[OpenChangeSet]:
    """Open a change set in one transaction, or join the one that is open.

    `by` is a User or a SystemActor; without it the ambient actor acts. Joining keeps the outer actor,
    verb and reason: an action called by a bulk action or an import belongs to that larger action.
    Raises NoChangeSet when nobody acts.
    """
    if (outer := _open.get()) is not None:
        yield outer
        return
    with transaction.atomic():
        row = _create(by=by, verb=verb, route=route, reason=reason, undoes=undoes)
        opened = OpenChangeSet(row, at=row.created_at)
        with _opened(opened):
            yield opened
        _close(opened)


def begin_change_set(*, by: Actor, verb: str, route: str, reason: str = "") -> ChangeSet:
    """The change set of long work that commits in batches; each batch goes on with it by `reopen_change_set`."""
    return _create(by=by, verb=verb, route=route, reason=reason, undoes=None)


@contextmanager
def reopen_change_set(pk: int) -> Iterator[OpenChangeSet]:
    """Go on with a change set of an earlier transaction, in a transaction of its own.

    The row stays locked until the transaction ends, so two batches never count over each other. Its rows
    carry the time of this batch: somebody may have changed a row since the work began.
    """
    with transaction.atomic():
        row = ChangeSet.objects.select_for_update().get(pk=pk)
        opened = OpenChangeSet(row, at=timezone.now(), counts=row.counts)
        with _opened(opened):
            yield opened
        if opened.counts:
            _close(opened)


@contextmanager
def _opened(opened: OpenChangeSet) -> Iterator[None]:
    token = _open.set(opened)
    try:
        yield
    finally:
        _open.reset(token)


def current_change_set() -> OpenChangeSet:
    """The open change set; NoChangeSet where there is none and no ambient actor.

    Packages that save on their own (accounts, Django admin) act as the ambient actor, one change set a row.
    """
    if (opened := _open.get()) is not None:
        return opened
    if _ambient.get() is None:
        raise NoChangeSet("A tracked row changes outside a change set: call it through an action.")
    row = _create(by=None, verb="save", route=None, reason="", undoes=None)
    return _Single(row, at=row.created_at)


class _Single(OpenChangeSet):
    """A change set of one row, closed as soon as the row is noted."""

    def note(self, instance: models.Model, history_type: str) -> None:
        super().note(instance, history_type)
        _close(self)


def _create(*, by: Actor | None, verb: str, route: str | None, reason: str, undoes: ChangeSet | None) -> ChangeSet:
    ambient = _ambient.get()
    actor = by if by is not None else ambient.actor if ambient else None
    if actor is None:
        raise NoChangeSet("A change needs an actor: pass `by`.")
    return ChangeSet.objects.create(
        created_at=timezone.now(),
        actor_id=actor.pk,
        actor_name=str(actor)[:200],
        route=route or (ambient.route if ambient else Route.COMMAND),
        verb=verb,
        reason=reason,
        undoes=undoes,
    )


def _close(opened: OpenChangeSet) -> None:
    """Store what was collected; a change set that changed nothing leaves no row."""
    if not opened.counts:
        opened.row.delete()
        return
    ChangeSet.objects.filter(pk=opened.row.pk).update(counts=opened.counts)
    ChangedCustomer.objects.bulk_create(
        [ChangedCustomer(change_set=opened.row, customer_id=pk) for pk in sorted(opened.customer_ids)],
        batch_size=5000,
        ignore_conflicts=True,
    )

"""The change set that is open now, and who acts when nobody opened one."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone

from crm.changes.customers import add_customers, add_customers_of
from crm.changes.models import ChangeSet, Route


class NoChangeSet(RuntimeError):
    """A tracked row was about to change outside any change set, or nobody was named as its actor."""


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
    customer_ids: dict[int, None] = field(default_factory=dict)

    def now(self) -> datetime:
        """The time of the change set: all its rows of one transaction share it."""
        return self.at

    def count(self, model: type[models.Model], history_type: str, rows: int) -> None:
        """Count rows of one model written at once."""
        counts = self.counts.setdefault(model._meta.label_lower, {})
        counts[history_type] = counts.get(history_type, 0) + rows

    def note_customer_of(self, instance: models.Model) -> None:
        """Remember the customer an object belongs to."""
        value: Any = instance
        if path := getattr(instance, "customer_path", None):
            for name in path.split("__"):
                value = getattr(value, name, None)
            self.customer_ids.update({value: None} if value else {})

    def note_customers_of(self, model: type[models.Model], ids: Sequence[int]) -> None:
        """Remember the customers of many rows of one model, in the database alone."""
        if path := getattr(model, "customer_path", None):
            add_customers_of(self.row, model, path, ids)

    def note_customers_in(
        self, model: type[models.Model], ids: Sequence[int], rows: Sequence[Mapping[str, Any]]
    ) -> None:
        """Remember the customers of rows just written by their values, which mostly say whose they are."""
        path = getattr(model, "customer_path", None)
        if path == "pk":
            self.customer_ids.update(dict.fromkeys(ids))
        elif path and "__" not in path:
            self.customer_ids.update({row[path]: None for row in rows if row.get(path)})
        elif ids:
            self.note_customers_of(model, ids)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """What was counted inside is forgotten when it fails: its rows are rolled back."""
        counts = {label: dict(numbers) for label, numbers in self.counts.items()}
        customers = len(self.customer_ids)
        try:
            yield
        except BaseException:
            self.counts = counts
            while len(self.customer_ids) > customers:
                self.customer_ids.popitem()
            raise

    def store(self) -> None:
        """Write what was collected to the change set's row."""
        ChangeSet.objects.filter(pk=self.row.pk).update(counts=self.counts)
        self.row.counts = self.counts
        add_customers(self.row, self.customer_ids)


_open: ContextVar[OpenChangeSet | None] = ContextVar("open_change_set", default=None)
_ambient: ContextVar[Ambient | None] = ContextVar("ambient_actor", default=None)


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
    A change set that changed nothing leaves no row. Raises NoChangeSet when nobody acts.
    """
    if (outer := _open.get()) is not None:
        if undoes is not None:
            raise RuntimeError("Undoing is a change set of its own: it cannot join another.")
        with outer.attempt():
            yield outer
        return
    with transaction.atomic():
        row = _create(by=by, verb=verb, route=route, reason=reason, undoes=undoes)
        with _collecting(OpenChangeSet(row, at=row.created_at)) as opened:
            yield opened
        if opened.counts:
            opened.store()
        else:
            row.delete()


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
        with _collecting(OpenChangeSet(row, at=timezone.now(), counts=row.counts)) as opened:
            yield opened
        opened.store()


def current_change_set() -> OpenChangeSet:
    """The open change set; NoChangeSet where there is none."""
    if (opened := _open.get()) is None:
        raise NoChangeSet("A tracked row changes outside a change set: call it through an action.")
    return opened


@contextmanager
def _collecting(opened: OpenChangeSet) -> Iterator[OpenChangeSet]:
    token = _open.set(opened)
    try:
        yield opened
    finally:
        _open.reset(token)


def _create(*, by: Actor | None, verb: str, route: str | None, reason: str, undoes: ChangeSet | None) -> ChangeSet:
    ambient = _ambient.get()
    actor = by if by is not None else ambient.actor if ambient else None
    if actor is None or (actor.pk is None and not isinstance(actor, SystemActor)):
        raise NoChangeSet("A change needs an actor: pass `by`, a saved user or a SystemActor.")
    return ChangeSet.objects.create(
        created_at=timezone.now(),
        actor_id=actor.pk,
        actor_name=str(actor)[:200],
        route=route or (ambient.route if ambient else Route.COMMAND),
        verb=verb,
        reason=reason,
        undoes=undoes,
    )

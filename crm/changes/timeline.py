"""What happened: to one customer and everything it owns, to one record, to anything."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, Model, Q, QuerySet
from django.utils.timezone import localtime

from crm.changes.describe import ObjectChange, describe_all
from crm.changes.kept import history_of_model
from crm.changes.lookups import among
from crm.changes.models import ChangedCustomer, ChangeSet
from crm.changes.sentences import sentence
from crm.changes.tracked import TrackedModel

SIZE = 30
SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a person wants to see, and may.

    `kind` is a model's label ("customers.note"), `person` a user's id or "system"; empty for all. `before`
    is the id of the change set that the page before ended with. `seen` are the labels of the models whose
    changes the reader may read; None for all.
    """

    kind: str = ""
    person: str = ""
    before: int | None = None
    seen: frozenset[str] | None = None

    def apply(self, change_sets: QuerySet[ChangeSet]) -> QuerySet[ChangeSet]:
        """Narrow change sets to what is asked for; a kind or person that does not exist finds nothing."""
        if self.seen is not None:
            change_sets = change_sets.filter(counts__has_any_keys=sorted(self.seen))
        if self.kind:
            change_sets = change_sets.filter(counts__has_key=self.kind)
        if self.person == SYSTEM:
            change_sets = change_sets.filter(actor__isnull=True)
        elif self.person:
            change_sets = (
                change_sets.filter(actor_id=int(self.person)) if self.person.isdecimal() else change_sets.none()
            )
        return change_sets if self.before is None else change_sets.filter(pk__lt=self.before)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: who, what, when; it opens to the objects with their fields."""

    change_set: ChangeSet
    sentence: str
    objects: list[ObjectChange]

    @property
    def at(self) -> datetime:
        """When, in the reader's time."""
        return localtime(self.change_set.created_at)


@dataclass(frozen=True, slots=True)
class Day:
    """The entries of one day, newest first."""

    day: date
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of days; `older` is the `before` of the next page, None at the end."""

    days: list[Day]
    older: int | None


def activity_of(
    customer_id: int, *, narrowed: Filter | None = None, about: Model | None = None, size: int = SIZE
) -> Timeline:
    """What happened to a customer and everything it owns, the newest `size` entries.

    Statements: one for the change sets, one for each model they touched, one for each model these point at.
    """
    change_sets = ChangeSet.objects.filter(customers__customer_id=customer_id)
    return _page(change_sets, narrowed or Filter(), customer_id=customer_id, about=about, size=size)


def activity_of_all(*, narrowed: Filter | None = None) -> Timeline:
    """What happened to anything; large change sets are told by their counts."""
    return _page(ChangeSet.objects.all(), narrowed or Filter())


def history_of(
    instance: TrackedModel, *, narrowed: Filter | None = None, parts: Iterable[QuerySet[Any]] = ()
) -> Timeline:
    """What happened to one record, and to the rows that are `parts` of it (a person's e-mail addresses)."""
    told: dict[Any, list[int]] = {
        type(instance): [instance.pk],
        **{each.model: list(each.values_list("pk", flat=True)) for each in parts},
    }
    rows = [history_of_model(model).objects.filter(among(ids, "id")) for model, ids in told.items() if ids]
    found = Q()
    for each in rows:
        found |= Q(pk__in=each.values("change_set_id"))
    return _page(ChangeSet.objects.filter(found), narrowed or Filter(), object_ids=told, about=instance)


def _page(
    change_sets: QuerySet[ChangeSet],
    narrowed: Filter,
    *,
    customer_id: int | None = None,
    object_ids: dict[type[TrackedModel], list[int]] | None = None,
    about: Model | None = None,
    size: int = SIZE,
) -> Timeline:
    found = list(narrowed.apply(change_sets).select_related("actor").order_by("-pk")[: size + 1])
    shown = found[:size]
    if narrowed.seen is not None:
        for change_set in shown:
            change_set.narrow(narrowed.seen)
    known = [each for each in (about, *(change_set.actor for change_set in shown)) if each is not None]
    described = describe_all(shown, customer_id=customer_id, object_ids=object_ids, known=known)
    if customer_id is not None:
        described |= describe_all(_of_one_customer([each for each in shown if each.pk not in described]), known=known)
    entries = [_entry(each, described.get(each.pk, []), about) for each in shown]
    return Timeline(_by_day(entries), shown[-1].pk if len(found) > size else None)


def _of_one_customer(change_sets: Sequence[ChangeSet]) -> list[ChangeSet]:
    """Those that touched one customer only: what they did to its people may be told on its page."""
    keys = [each.pk for each in change_sets]
    if not keys:
        return []
    touched = ChangedCustomer.objects.filter(change_set__in=keys).order_by()
    alone = touched.values("change_set").annotate(customers=Count("pk")).filter(customers=1)
    found = set(alone.values_list("change_set", flat=True))
    return [each for each in change_sets if each.pk in found]


def _entry(change_set: ChangeSet, objects: list[ObjectChange], about: Model | None) -> Entry:
    return Entry(change_set, sentence(change_set, objects, about=about), objects)


def _by_day(entries: Sequence[Entry]) -> list[Day]:
    return [Day(day, list(group)) for day, group in groupby(entries, key=lambda entry: entry.at.date())]

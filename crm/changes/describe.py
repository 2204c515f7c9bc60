"""Change sets in words: which objects, which fields, before and after."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, TextChoices
from django.urls import NoReverseMatch
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from crm.changes.models import ChangeSet
from crm.changes.related import Related
from crm.changes.rows import ROWS, RowChange, load_changes, models_of
from crm.changes.tracked import TrackedModel
from crm.changes.values import FieldChange, field_changes

TOLD_IN_FULL = 25  # rows; a larger change set is told by its counts, so that a page stays bounded


class ChangeKind(TextChoices):
    """What happened to an object."""

    CREATED = "created", _("Created")
    CHANGED = "changed", _("Changed")
    REMOVED = "removed", _("Removed")


@dataclass(frozen=True, slots=True)
class ObjectChange:
    """What a change set did to one object, in words.

    `linked` is the name of what a link row links ("VIP" for a tag on a customer), empty for other objects.
    `owner` is the name of the customer or person that something created belongs to.
    """

    model: type[TrackedModel]
    pk: int
    model_label: str
    object_label: str
    url: str | None
    kind: ChangeKind
    fields: list[FieldChange]
    linked: str = ""
    owner: str = ""


def describe(change_set: ChangeSet, *, limit: int | None = ROWS) -> list[ObjectChange]:
    """The objects of one change set; at most `limit` history rows of each model are read."""
    return describe_all([change_set], told_in_full=None, limit=limit).get(change_set.pk, [])


def describe_all(
    change_sets: Sequence[ChangeSet],
    *,
    customer_id: int | None = None,
    object_ids: dict[type[TrackedModel], list[int]] | None = None,
    told_in_full: int | None = TOLD_IN_FULL,
    limit: int | None = ROWS,
    known: Sequence[Model] = (),
) -> dict[int, list[ObjectChange]]:
    """The objects of many change sets, by the change set's id.

    One statement for each model touched, and one for each model that foreign keys point at, however many
    change sets; what the caller has at hand, `known`, is not read again. Narrowed to one customer or some objects
    where given; otherwise change sets of more than `told_in_full` rows are left out, as their counts tell more
    than a list could.
    """
    narrowed = customer_id is not None or object_ids is not None
    told = [each for each in change_sets if narrowed or told_in_full is None or each.rows <= told_in_full]
    changes: list[RowChange] = []
    for model, ids in models_of(told).items():
        if customer_id is not None and not model.customer_path:
            continue
        if object_ids is not None and model not in object_ids:
            continue
        only = object_ids[model] if object_ids is not None else None
        changes += load_changes(model, ids, customer_id=customer_id, object_ids=only, limit=limit)
    described: dict[int, list[ObjectChange]] = defaultdict(list)
    for change, words in zip(changes, describe_rows(changes, known=known), strict=True):
        described[change.change_set_id].append(words)
    return described


def describe_rows(changes: Sequence[RowChange], *, known: Sequence[Model] = ()) -> list[ObjectChange]:
    """Changes of rows in words, in their order; one statement for each model that foreign keys point at."""
    related = Related.of(changes, known=known)
    return [_in_words(change, related) for change in changes]


def _in_words(change: RowChange, related: Related) -> ObjectChange:
    row = change.after or change.before
    instance = related.as_object(change.model, row)
    linked = ""
    if change.model.link_to:
        link: Any = change.model._meta.get_field(change.model.link_to)
        linked = related.name(link.related_model, getattr(row, link.attname))
    return ObjectChange(
        model=change.model,
        pk=change.pk,
        model_label=capfirst(str(change.model._meta.verbose_name)),
        object_label=linked or Truncator(str(instance)).chars(80) or f"#{change.pk}",
        url=None if change.after is None else _address(instance),
        kind=_kind(change),
        fields=_fields(change, related),
        linked=linked,
        owner="" if linked else _owner(change, related),
    )


def _owner(change: RowChange, related: Related) -> str:
    """Whose something created is, where a foreign key of its own says so."""
    if change.before is not None or change.after is None:
        return ""
    fields: Any = change.model._meta.concrete_fields
    path = change.model.owner_path or change.model.customer_path
    link = next((each for each in fields if each.is_relation and each.attname == path), None)
    return related.name(link.related_model, getattr(change.after, link.attname)) if link else ""


def _kind(change: RowChange) -> ChangeKind:
    if change.before is None:
        return ChangeKind.CREATED
    return ChangeKind.REMOVED if change.after is None else ChangeKind.CHANGED


def _fields(change: RowChange, related: Related) -> list[FieldChange]:
    found: Iterable[FieldChange] = (
        each
        for field in change.changed_fields
        for each in field_changes(
            change.model, field, change.value(change.before, field), change.value(change.after, field), related
        )
    )
    return [each for each in found if each.before != each.after]


def _address(instance: Any) -> str | None:
    """Where the object has a page: history names nouns that have none, or lost theirs."""
    try:
        return str(instance.get_absolute_url())
    except (AttributeError, NoReverseMatch):
        return None

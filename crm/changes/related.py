"""Names of the records that foreign keys point at, read once per model for a whole page."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar, cast

from django.db.models import Field, Model

from crm.changes.kept import kept_fields
from crm.changes.rows import RowChange, told_fields
from crm.changes.tracked import TrackedModel

T = TypeVar("T")


class Related:
    """The records that a page's changes mention."""

    def __init__(self) -> None:
        self._wanted: dict[type[Model], set[int]] = defaultdict(set)
        self._known: dict[type[Model], dict[Any, Model]] = defaultdict(dict)
        self._found: dict[type[Model], dict[Any, Model]] = {}
        self._once: dict[Hashable, Any] = {}

    @classmethod
    def of(cls, changes: Iterable[RowChange], *, known: Iterable[Model] = ()) -> "Related":
        """What the rows of these changes point at; what is `known` already is not read again."""
        related = cls()
        for record in known:
            related.know(record)
        for change in changes:
            for field in told_fields(change.model):
                for row in (change.before, change.after):
                    related.want(field, change.value(row, field))
        return related

    def know(self, record: Model) -> None:
        """Take a record that is at hand, and those it was read together with."""
        for each in (record, *record._state.fields_cache.values()):
            if isinstance(each, Model):
                self._known[type(each)][each.pk] = each

    def want(self, field: "Field[Any, Any]", value: Any) -> None:
        """Ask for what a field points at, where it does."""
        if field.is_relation and value is not None and field.related_model:
            self._wanted[field.related_model].add(getattr(value, "pk", value))

    def get(self, model: type[Model], pk: Any) -> Model | None:
        """A wanted record as it is now; None where it is gone. The first call for a model reads all of them."""
        if model not in self._found:
            known = self._known[model]
            self._found[model] = known | model._base_manager.in_bulk(self._wanted[model] - known.keys())
        return self._found[model].get(pk)

    def name(self, model: type[Model], pk: Any) -> str:
        """A record in words; its number where it is gone, nothing where there never was one."""
        if pk is None:
            return ""
        found = self.get(model, pk)
        return str(found) if found is not None else f"#{pk}"

    def once(self, key: Hashable, read: Callable[[], T]) -> T:
        """What a describer needs for the whole page, read the first time it is asked for."""
        if key not in self._once:
            self._once[key] = read()
        return cast("T", self._once[key])

    def as_object(self, model: type[TrackedModel], row: Any) -> TrackedModel:
        """The object as a history row remembers it, with what it points at; it asks the database nothing."""
        values = {field.attname: getattr(row, field.attname) for field in kept_fields(model)}
        instance = model(**values)
        for field in told_fields(model):
            if field.is_relation and (found := self.get(field.related_model, values[field.attname])):
                setattr(instance, field.name, found)
        return instance

"""The order of a list: one key, its direction, the primary key as tie-breaker, and who comes after whom."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q
from django.db.models.constants import LOOKUP_SEP


@dataclass(frozen=True, slots=True)
class Order:
    """One sort key, its direction, and the primary key as tie-breaker.

    Rows without a value stand after all others, and before them when the order is turned round: what
    PostgreSQL does by itself, so that a plain index serves both directions.
    """

    key: str
    descending: bool = False

    def names(self, *, reverse: bool = False) -> list[str]:
        """For `order_by`."""
        sign = "-" if self.descending != reverse else ""
        return [f"{sign}{self.key}", f"{sign}pk"] if self.key != "pk" else [f"{sign}pk"]

    def value_of(self, row: Any) -> Any:
        """The row's own value of the key; None also where a relation on the way is empty."""
        value = row
        for part in self.key.split(LOOKUP_SEP):
            value = getattr(value, part) if value is not None else None
        return value

    def beyond(self, model: type[Model], value: Any, pk: int, *, backwards: bool = False) -> Q:
        """The rows after (or before) the row with this sort value and key."""
        upwards = self.descending == backwards
        side = "gt" if upwards else "lt"
        tie = Q(**{f"pk__{side}": pk})
        if self.key == "pk":
            return tie
        nullable = may_be_null(model, self.key)
        if value is None:
            empty = Q(**{f"{self.key}__isnull": True})
            return empty & tie if upwards else ~empty | (empty & tie)
        # The guard on the key alone lets the index start at the right place.
        guard = Q(**{f"{self.key}__{side}e": value})
        rows = guard & (Q(**{f"{self.key}__{side}": value}) | tie)
        return rows | Q(**{f"{self.key}__isnull": True}) if upwards and nullable else rows


def may_be_null(model: type[Model], key: str) -> bool:
    """Whether a row may have no value here; an annotation may."""
    for part in key.split(LOOKUP_SEP):
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return part != "pk"
        if field.null:
            return True
        model = field.related_model or model
    return False

"""What stands around a list's rows: filter menus, chips of active filters, columns and sizes to choose from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from crm.pages.filters import ENDS, ListFilterSet, parameters_of
from crm.pages.tables import Table

WINDOW = ("page", "after", "before")


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter, and the address without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class FilterMenu:
    """A filter as a button that opens its choices. `active` counts the values in force."""

    field: forms.BoundField
    active: int

    @property
    def is_wide(self) -> bool:
        """Whether it holds boxes to type in rather than choices."""
        return not hasattr(self.field.field, "words")


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column that can be shown or left out; `fixed` for the one that names the record."""

    name: str
    label: str
    shown: bool
    fixed: bool


def filter_menus(filterset: ListFilterSet) -> list[FilterMenu]:
    """A menu for each filter but the search."""
    form = filterset.form
    return [
        FilterMenu(form[name], sum(len(_values(filterset.data, key)) for key in parameters_of(name, field)))
        for name, field in form.fields.items()
        if name != "q"
    ]


def active_chips(filterset: ListFilterSet) -> Iterator[Chip]:
    """The active filters in words, each with the address that drops it."""
    for name, field in filterset.form.fields.items():
        for key in parameters_of(name, field) if name != "q" else ():
            for value in _values(filterset.data, key):
                yield Chip(
                    str(field.label), _worded(field, value, key[len(name) + 1 :]), _without(filterset, key, value)
                )


def column_choices(table: Table, chosen: list[str]) -> list[ColumnChoice]:
    """Every column, called what the table calls it: the shown ones in their order, then the others."""
    fixed = table.fixed_columns()
    rest = [name for name in table.base_columns if name not in chosen]
    return [
        ColumnChoice(name, str(table.columns[name].header), name in chosen, name in fixed) for name in (*chosen, *rest)
    ]


def _values(data: Any, key: str) -> list[str]:
    return [value for value in data.getlist(key) if value] if data is not None else []


def _without(filterset: ListFilterSet, name: str, value: str) -> str:
    params: QueryDict = filterset.data.copy()
    params.setlist(name, [other for other in params.getlist(name) if other != value])
    for window in WINDOW:
        params.pop(window, None)
    return params.urlencode()


def _worded(field: Any, value: str, end: str) -> str:
    """The label of a choice, or the value as typed with the end of the range it is."""
    words: dict[str, str] = getattr(field, "words", {})
    text = words.get(value, value)
    return f"{ENDS[end]} {text}" if end in ENDS else text

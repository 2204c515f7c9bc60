"""What stands around a list's rows: filter menus, chips of active filters, columns and sizes to choose from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from crm.pages.filters import ENDS, ListFilterSet, label_of_choice, parameters_of
from crm.pages.page import Text
from crm.pages.tables import Table

WINDOW = ("page", "after", "before")
MORE = "more"


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter, and the address without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class MenuButton:
    """A button whose menu is fetched when it opens: a filter, or several, or the display of the list.

    `held` are the parameters that stand in the menu, kept while it has not been fetched; `active` counts them.
    """

    slug: str
    label: Text
    held: list[tuple[str, str]]

    @property
    def active(self) -> int:
        """How many values are in force."""
        return len(self.held)


@dataclass(frozen=True, slots=True)
class FilterMenu:
    """A filter with its choices."""

    field: forms.BoundField
    active: bool


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column that can be shown or left out; `fixed` for the one that names the record."""

    name: str
    label: str
    shown: bool
    fixed: bool


def filter_buttons(filterset: ListFilterSet, shown: int) -> list[MenuButton]:
    """A button for each of the first `shown` filters, and one for the others; the search has its own place."""
    names = [name for name in filterset.offered if name != "q"]
    if len(names) == shown + 1:
        shown += 1  # a menu of one filter says less than the filter itself
    buttons = [MenuButton(name, filterset.label_of(name), _held(filterset, [name])) for name in names[:shown]]
    rest = names[shown:]
    return [*buttons, MenuButton(MORE, _("More"), _held(filterset, rest))] if rest else buttons


def filter_menus(filterset: ListFilterSet, names: Iterable[str]) -> list[FilterMenu]:
    """The drawn filters of these names."""
    return [FilterMenu(filterset.form[name], bool(_held(filterset, [name]))) for name in names]


def _held(filterset: ListFilterSet, names: Iterable[str]) -> list[tuple[str, str]]:
    fields = filterset.form.fields
    keys = [key for name in names if name in fields for key in parameters_of(name, fields[name])]
    return [(key, value) for key in keys for value in _values(filterset.data, key)]


def active_chips(filterset: ListFilterSet) -> Iterator[Chip]:
    """The active filters in words, each with the address that drops it."""
    for name, field in filterset.form.fields.items():
        for key in parameters_of(name, field) if name != "q" else ():
            for value in _values(filterset.data, key):
                yield Chip(
                    str(field.label),
                    _worded(filterset.form, name, value, key[len(name) + 1 :]),
                    _without(filterset, key, value),
                )


def column_choices(table: type[Table], model: type[Model], chosen: list[str]) -> list[ColumnChoice]:
    """Every column, called what the table calls it: the shown ones in their order, then the others."""
    fixed = table.fixed_columns()
    rest = [name for name in table.base_columns if name not in chosen]
    return [ColumnChoice(name, table.label_of(name, model), name in chosen, name in fixed) for name in (*chosen, *rest)]


def _values(data: Any, key: str) -> list[str]:
    return [value for value in data.getlist(key) if value] if data is not None else []


def _without(filterset: ListFilterSet, name: str, value: str) -> str:
    params: QueryDict = filterset.data.copy()
    params.setlist(name, [other for other in params.getlist(name) if other != value])
    for window in WINDOW:
        params.pop(window, None)
    return params.urlencode()


def _worded(form: forms.Form, name: str, value: str, end: str) -> str:
    """The label of a choice, or the value as typed with the end of the range it is."""
    text = label_of_choice(form, name, value)
    return f"{ENDS[end]} {text}" if end in ENDS else text

"""One reading of a list's address, shared by the page, the bulk actions and the export."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from crm.pages.counting import Count, count_rows
from crm.pages.filters import ListFilterSet
from crm.pages.paging import Order, Window, read_per_page, read_window
from crm.pages.tables import Table


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter, and the address without it."""

    label: str
    value: str
    without: str


@dataclass
class Listing:
    """What an address asks of a list: filter, order, columns, window.

    `visible` is the list's queryset narrowed to what the person may see; nothing here widens it again.
    """

    visible: QuerySet[Any]
    filterset_class: type[ListFilterSet]
    table_class: type[Table]
    params: QueryDict
    user: AbstractBaseUser | Any
    _sort_error: str = field(default="", init=False)

    @cached_property
    def filterset(self) -> ListFilterSet:
        """The bound filters."""
        return self.filterset_class(data=self.params, queryset=self.visible)

    @cached_property
    def errors(self) -> list[str]:
        """What is wrong with the address, in words."""
        form = self.filterset.form
        found = [
            f"{form.fields[name].label}: {error}" if name in form.fields else str(error)
            for name, errors in form.errors.items()
            for error in errors
        ]
        if self.params.get("sort") and self.table_class.order_of(self.params["sort"]) is None:
            found.append(_("This list cannot be sorted by “%(name)s”.") % {"name": self.params["sort"][:40]})
        return found

    @property
    def is_valid(self) -> bool:
        """Whether the address can be answered; if not, there are no rows."""
        return not self.errors

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """Every row that matches, in no order; none when the address is wrong."""
        found: QuerySet[Any] = self.filterset.qs if self.is_valid else self.visible.none()
        return found

    @cached_property
    def order(self) -> Order:
        """The order asked for, or the table's own."""
        wanted = self.params.get("sort") or self.table_class.default_sort()
        return self.table_class.order_of(wanted) or Order("pk")

    @property
    def sort(self) -> str:
        """The value of `sort=` in force."""
        wanted = self.params.get("sort", "")
        return wanted if self.table_class.order_of(wanted) else self.table_class.default_sort()

    @cached_property
    def window(self) -> Window:
        """The rows of this page."""
        return read_window(self.rows, self.params, self.order)

    @cached_property
    def count(self) -> Count:
        """How many rows match."""
        if not self.is_valid:
            return Count(0)
        window = self.window
        if window.first == 1 and window.next is None:
            return Count(len(window.rows))
        return count_rows(self.rows, narrowed=self.filterset.is_narrowed)

    @cached_property
    def table(self) -> Table:
        """The table with the chosen columns, holding this page's rows."""
        names = self.columns
        hidden = [name for name in self.table_class.base_columns if name not in names]
        return self.table_class(self.window.rows, exclude=hidden, sequence=[*names, "..."], orderable=False)

    @cached_property
    def columns(self) -> list[str]:
        """The names of the shown columns."""
        return self.table_class.chosen_columns(self.params)

    @property
    def per_page(self) -> int:
        """The page size in force."""
        return read_per_page(self.params)

    def query(self, **changes: str | None) -> str:
        """This address's query string with some parameters set, or taken out with None.

        Anything that changes which rows are shown goes back to the first page.
        """
        params = self.params.copy()
        for name in ("page", "after", "before"):
            params.pop(name, None)
        for name, value in changes.items():
            if value is None:
                params.pop(name, None)
            else:
                params[name] = value
        return params.urlencode()

    @cached_property
    def chips(self) -> list[Chip]:
        """The active filters, each removable."""
        form = self.filterset.form
        chips = []
        for name, bound in form.fields.items():
            for key in [key for key in self.params if key == name or key.startswith(f"{name}_")]:
                for value in self.params.getlist(key):
                    if value and name != "q":
                        chips.append(Chip(str(bound.label), _worded(bound, value), self._without(key, value)))
        return chips

    def _without(self, name: str, value: str) -> str:
        params = self.params.copy()
        params.setlist(name, [other for other in params.getlist(name) if other != value])
        for window in ("page", "after", "before"):
            params.pop(window, None)
        return params.urlencode()


def _worded(field_: Any, value: str) -> str:
    """The label of a choice, or the value as typed."""
    choices = getattr(field_, "choices", None)
    for key, label in choices or ():
        if str(key) == value:
            return str(label)
    return value

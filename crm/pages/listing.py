"""One reading of a list's address, shared by the page, the bulk actions and the export."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from crm.pages.counting import Count, count_rows
from crm.pages.filters import ListFilterSet
from crm.pages.furniture import WINDOW, Chip, ColumnChoice, FilterMenu, active_chips, column_choices, filter_menus
from crm.pages.order import Order
from crm.pages.paging import PER_PAGE, PER_PAGE_CHOICES, Window, read_per_page, read_window
from crm.pages.reading import for_list, with_cells
from crm.pages.tables import Table


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
        if self.params.get("sort") and self.table_class.order_of(str(self.params["sort"])) is None:
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
        return self.table_class.order_of(self.sort) or Order("pk")

    @property
    def sort(self) -> str:
        """The value of `sort=` in force."""
        wanted = self.params.get("sort", "")
        return wanted if self.table_class.order_of(wanted) else self.table_class.default_sort()

    @cached_property
    def window(self) -> Window:
        """The rows of this page. The last page is read from the end; it has positions where all rows were counted."""
        window = self._read
        if window.first is None and window.next is None and window.rows and self.count.exact:
            window.first = max(1, self.count.value - len(window.rows) + 1)
        return window

    @cached_property
    def count(self) -> Count:
        """How many rows match."""
        if not self.is_valid:
            return Count(0)
        if self._read.next is None and (self._read.first == 1 or not self._read.rows):
            return Count(len(self._read.rows))
        return count_rows(self.rows, narrowed=self.is_narrowed)

    @cached_property
    def _read(self) -> Window:
        return read_window(self.with_cells(self.rows), self.params, self.order)

    def with_cells(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Matching rows with what their cells show, and no more where the columns say what that is.

        `for_list()` of their queryset is asked only here: counting and bulk actions need none of its joins.
        """
        paths = self.table_class.fields_read(self.columns)
        return for_list(rows) if paths is None else with_cells(rows, {*paths, self.order.key})

    @property
    def count_text(self) -> str:
        """The number of rows with its noun."""
        meta = self.visible.model._meta
        return self.count.of(meta.verbose_name, meta.verbose_name_plural)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is filtered or searched for."""
        return self.filterset.is_narrowed

    @cached_property
    def columns(self) -> list[str]:
        """The names of the shown columns."""
        return self.table_class.chosen_columns(self.params)

    @cached_property
    def column_choices(self) -> list[ColumnChoice]:
        """Every column, shown or not."""
        return column_choices(self.table_class, self.visible.model, self.columns)

    @property
    def sort_choices(self) -> list[tuple[str, str]]:
        """The values of `sort=` with their words, without a direction."""
        columns = self.table_class.base_columns
        return [(each.name, each.label) for each in self.column_choices if columns[each.name].sort]

    @property
    def per_page(self) -> int:
        """The page size in force."""
        return read_per_page(self.params)

    @property
    def per_page_choices(self) -> list[int]:
        """The page sizes to choose from."""
        return sorted({*PER_PAGE_CHOICES, self.per_page})

    def query(self, **changes: str | None) -> str:
        """This address's query string with some parameters set, or taken out with None.

        Anything that changes which rows are shown goes back to the first page. What says nothing (an empty
        filter, the order, columns and size a list has anyway) is left out, so one state has one address.
        """
        params = self.params.copy()
        for name in WINDOW:
            params.pop(name, None)
        for name, value in changes.items():
            if value is None:
                params.pop(name, None)
            else:
                params[name] = value
        return self.brief(params).urlencode()

    def brief(self, params: QueryDict) -> QueryDict:
        """The same state in the fewest words."""
        columns = self.table_class.chosen_columns(params)
        short = QueryDict(mutable=True)
        for name, values in params.lists():
            if name != "menu":
                short.setlist(name, [value for value in values if value])
        short["columns"] = "" if columns == self.table_class.default_columns() else ",".join(columns)
        if short.get("sort") == self.table_class.default_sort():
            del short["sort"]
        if short.get("per_page") == str(PER_PAGE):
            del short["per_page"]
        if not short["columns"]:
            del short["columns"]
        return short

    @property
    def held(self) -> list[tuple[str, str]]:
        """What the display menu would send, where it is not what the list has anyway."""
        brief = self.brief(self.params)
        return [(name, str(brief[name])) for name in ("sort", "per_page", "columns") if name in brief]

    @property
    def address(self) -> str:
        """The whole state of this page as a query string, its window included."""
        return self.brief(self.params).urlencode()

    @property
    def unfiltered(self) -> str:
        """The same order and columns without search and filters; `view=all` where no view is open, as a bare
        address opens with the view the person chose.
        """
        kept = {name: str(self.params[name]) for name in ("sort", "per_page", "view") if self.params.get(name)}
        kept["columns"] = ",".join(self.columns)
        params = QueryDict(mutable=True)
        params.update({"view": "all", **kept})
        return self.brief(params).urlencode()

    def menus(self, names: Iterable[str]) -> list[FilterMenu]:
        """The filters of these names with their choices."""
        drawn = [name for name in names if name in self.filterset.offered]
        return filter_menus(self.filterset_class(data=self.params, queryset=self.visible, draw=drawn), drawn)

    @cached_property
    def chips(self) -> list[Chip]:
        """The active filters, each removable."""
        return list(active_chips(self.filterset))

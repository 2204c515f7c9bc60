"""Lists declared with django-tables2, rendered by one lean template.

Stock rendering spends four fifths of a page's time on cells (attributes, link objects, a template each).
Here a column is a value, or a small template rendered inside the page's own context.
"""

from collections.abc import Callable, Iterable
from typing import Any

import django_tables2 as tables
from django.http import QueryDict
from django_tables2.columns import BoundColumn

from crm.pages.paging import Order


class Column(tables.Column):
    """A column of a list.

    `template` renders the cell with `record` and `value`; without one the value itself is shown.
    `sort` is the one field it sorts by, never null; without one it does not sort.
    `shown` says whether it stands there before anybody chose columns. `export` gives the exported value
    where it is not the accessor's; `numeric` aligns right; `card` is the column's place on a phone's card.
    """

    def __init__(
        self,
        *args: Any,
        template: str = "",
        sort: str = "",
        shown: bool = True,
        numeric: bool = False,
        card: str = "",
        export: Callable[[Any], Any] | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("empty_values", ())
        super().__init__(*args, orderable=bool(sort), order_by=(sort,) if sort else None, **kwargs)
        self.template, self.sort, self.shown, self.numeric, self.card = template, sort, shown, numeric, card
        self._export = export

    def cell(self, record: Any, bound: BoundColumn) -> Any:
        """The value a cell shows; choices as their labels."""
        display = getattr(record, f"get_{bound.accessor}_display", None)
        if display is not None:
            return display()
        return bound.accessor.resolve(record, quiet=True)

    def exported(self, record: Any, bound: BoundColumn) -> Any:
        """The value a CSV or XLSX cell holds."""
        return self._export(record) if self._export else self.cell(record, bound)


class Table(tables.Table):
    """The base of every list's table. `Meta.order_by` names the column it is sorted by at first."""

    class Meta:
        template_name = "pages/_table.html"
        order_by: str | tuple[str, ...] = ()
        # A second line under the name, and so on, need no column of their own: see the cell templates.

    @classmethod
    def order_of(cls, wanted: str) -> Order | None:
        """The order that `sort=` asks for, or None where no such column sorts."""
        name = wanted.removeprefix("-")
        column = cls.base_columns.get(name)
        if column is None or not getattr(column, "sort", ""):
            return None
        return Order(column.sort, descending=wanted.startswith("-"))

    @classmethod
    def default_sort(cls) -> str:
        """The value of `sort=` when nobody asked."""
        declared = cls._meta.order_by
        return declared if isinstance(declared, str) else next(iter(declared or ()), "")

    @classmethod
    def chosen_columns(cls, params: QueryDict) -> list[str]:
        """The columns to show, in order; names that do not exist are left out."""
        wanted = [name for name in params.get("columns", "").split(",") if name in cls.base_columns]
        return wanted or [name for name, column in cls.base_columns.items() if getattr(column, "shown", True)]

    def lines(self, rows: Iterable[Any]) -> Iterable[tuple[Any, list[tuple[BoundColumn, Any]]]]:
        """Each record with its cells, in the order of the shown columns."""
        bound = [(column, column.column) for column in self.columns.iterall() if column.visible]
        for record in rows:
            yield record, [(column, declared.cell(record, column)) for column, declared in bound]

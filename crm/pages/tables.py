"""Lists declared with django-tables2, rendered by one lean template.

Stock rendering spends four fifths of a page's time on cells (attributes, link objects, a template each).
Here a column is a value, or a small template rendered inside the page's own context.
"""

from collections.abc import Callable, Iterable
from typing import Any

import django_tables2 as tables
from django.db.models import Model
from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.utils.html import conditional_escape
from django_tables2.data import TableListData
from django_tables2.utils import Accessor

from crm.pages.order import Order

# The class of a cell, its column where that has a template of its own, and the value (escaped where it has none).
Cell = tuple[str, "Column | None", Any]
Exported = str | Combinable | Callable[[Any], Any]


class Column(tables.Column):
    """A column of a list.

    `template` renders the cell with `record` and `value`; without one the value itself is shown.
    `sort` is the one field it sorts by; without one it does not sort.
    `shown` says whether it stands there before anybody chose columns; `numeric` aligns right.
    `card` is the column's place on a phone's card: "name" (also the link to the record, always first and never
    hidden), "second", "status", "place", "phone" (one to tap); a column without a place is left out there.
    `export` is what a file holds where it is not the accessor's value: a field path, a database expression,
    or a function of the record (slower: the record is built for it).
    """

    def __init__(
        self,
        *args: Any,
        template: str = "",
        sort: str = "",
        shown: bool = True,
        numeric: bool = False,
        card: str = "",
        export: Exported | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("empty_values", ())
        super().__init__(*args, orderable=bool(sort), order_by=(sort,) if sort else None, **kwargs)
        self.template, self.sort, self.shown, self.numeric, self.card = template, sort, shown, numeric, card
        self.export = export
        self.css = " ".join(name for name in (f"card-{card}" if card else "", "number" if numeric else "") if name)

    def cell(self, record: Any, accessor: Accessor) -> Any:
        """The value a cell shows; choices as their labels."""
        display = getattr(record, f"get_{accessor}_display", None)
        if display is not None:
            return display()
        return accessor.resolve(record, quiet=True)


class ReadRows(TableListData):
    """Rows that were read already; their model gives the columns their names."""

    def __init__(self, rows: list[Any], model: type[Model]) -> None:
        super().__init__(rows)
        self._model = model

    @property
    def model(self) -> type[Model]:
        """What the rows are."""
        return self._model


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
    def default_columns(cls) -> list[str]:
        """The columns that stand there before anybody chose."""
        fixed = cls.fixed_columns()
        shown = [name for name, column in cls.base_columns.items() if getattr(column, "shown", True)]
        return [*fixed, *(name for name in shown if name not in fixed)]

    @classmethod
    def chosen_columns(cls, params: QueryDict) -> list[str]:
        """The columns to show, in order, the name always first; names that do not exist are left out.

        `columns=a,b` and `columns=a&columns=b` say the same.
        """
        asked = [name for value in params.getlist("columns") for name in value.split(",")]
        wanted = list(dict.fromkeys(name for name in asked if name in cls.base_columns))
        if not wanted:
            return cls.default_columns()
        fixed = cls.fixed_columns()
        return [*fixed, *(name for name in wanted if name not in fixed)]

    @classmethod
    def fixed_columns(cls) -> list[str]:
        """The column that names the record, which nobody can hide."""
        return [name for name, column in cls.base_columns.items() if getattr(column, "card", "") == "name"]

    def lines(self, rows: Iterable[Any]) -> Iterable[tuple[Any, list[Cell]]]:
        """Each record with its cells, in the order of the shown columns: the one that names it comes first.

        Flat tuples, because every look-up in a template costs a microsecond and a page has 400 cells.
        """
        bound = [(each.column, each.accessor) for each in self.columns.iterall() if each.visible]
        shown = [(column.css, column if column.template else None, column.cell, accessor) for column, accessor in bound]
        for record in rows:
            yield (
                record,
                [
                    (css, own, value if own else "" if value is None else conditional_escape(value))
                    for css, own, value in ((css, own, read(record, path)) for css, own, read, path in shown)
                ],
            )

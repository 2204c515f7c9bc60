"""Lists declared with django-tables2, rendered by one lean template.

Stock rendering spends four fifths of a page's time on cells (attributes, link objects, a template each).
Here a cell is a value, or what a macro of the table's file of cells makes of the record.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import django_tables2 as tables
from django.db.models import Model
from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.utils.text import capfirst
from django_tables2.utils import Accessor

from crm.pages.cells import Values, drawn_once
from crm.pages.macros import Macro, macros
from crm.pages.order import Order

Exported = str | Combinable | Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Head:
    """A heading: `query` leads to the list sorted by it, `sorted` says which way it is sorted now."""

    name: str
    label: str
    css: str
    query: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A line that hangs below a row: what it is, what it says, where it leads."""

    icon: str
    label: str
    text: str
    url: str = ""


class Column(tables.Column):
    """A column of a list.

    It is drawn by the macro of its name in the table's `cells`, or shows its value. `reads` names what that macro reads
    of the record (field paths, and relations to many): where every shown column says so, nothing more is fetched.
    `made_of` answers the few values a cell is made of, for a column with few different cells: its macro gets them
    instead of the record, and is asked once for each. No values make an empty cell.
    `sort` is the one field it sorts by; without one it does not sort.
    `shown` says whether it stands there before anybody chose columns; `numeric` aligns right.
    `card` is the column's place on a phone's card: "name" (also the link to the record, always first and never
    hidden), "second", "status", "place", "phone" (one to tap); a column without a place is left out there.
    `export` is what a file holds where it is not the accessor's value: a field path, a database expression,
    or a function of the record (slower: the record is built for it).
    An `attached` column has no cell: while it is chosen, lines hang below each row (see `Table.attached_to`).
    """

    def __init__(
        self,
        *args: Any,
        sort: str = "",
        shown: bool = True,
        numeric: bool = False,
        card: str = "",
        export: Exported | None = None,
        reads: tuple[str, ...] = (),
        made_of: Callable[[Any], Values] | None = None,
        attached: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sort, self.shown, self.numeric, self.card = sort, shown, numeric, card
        self.export, self.reads, self.made_of, self.attached = export, reads, made_of, attached
        self.css = " ".join(name for name in (f"card-{card}" if card else "", "number" if numeric else "") if name)

    def reader(self, name: str) -> Accessor:
        """What it reads of a record where it is called this: its accessor, else the field of that name."""
        return self.accessor or Accessor(name)

    def cell(self, record: Any, accessor: Accessor) -> Any:
        """The value a cell shows; choices as their labels."""
        display = getattr(record, f"get_{accessor}_display", None)
        if display is not None:
            return display()
        return accessor.resolve(record, quiet=True)


class Table(tables.Table):
    """The base of every list's table. `Meta.order_by` names the column it is sorted by at first.

    `cells` is the file of macros that draw its cells, one macro a column, called with the record.
    """

    base_columns: ClassVar[dict[str, Column]]
    cells: ClassVar[str] = ""

    class Meta:
        order_by: str | tuple[str, ...] = ()

    @classmethod
    def order_of(cls, wanted: str) -> Order | None:
        """The order that `sort=` asks for, or None where no such column sorts."""
        name = wanted.removeprefix("-")
        column = cls.base_columns.get(name)
        if column is None or not column.sort:
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
        shown = [name for name, column in cls.base_columns.items() if column.shown]
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
        return [name for name, column in cls.base_columns.items() if column.card == "name"]

    @classmethod
    def label_of(cls, name: str, model: type[Model]) -> str:
        """What a column is called: its own name, or its field's."""
        column = cls.base_columns[name]
        if column.verbose_name is not None:
            return capfirst(str(column.verbose_name))
        field = column.reader(name).get_field(model)
        return capfirst(str(getattr(getattr(field, "field", field), "verbose_name", name.replace("_", " "))))

    @classmethod
    def attached_to(cls, listing: Any) -> Mapping[int, Sequence[Attached]]:
        """The lines below the rows of a page (a `Listing`), by the key of the row; a statement or two for all rows."""
        return {}

    @classmethod
    def with_cells(cls, columns: Iterable[str]) -> list[tuple[str, Column]]:
        """Those of the columns that have cells."""
        return [(name, cls.base_columns[name]) for name in columns if not cls.base_columns[name].attached]

    @classmethod
    def heads(cls, columns: Iterable[str], model: type[Model], sort: str, query: Callable[..., str]) -> list[Head]:
        """What stands above each of the columns; `sort` is the order in force, `query` makes the address of another."""
        shown = cls.with_cells(columns)
        return [_head(name, column, cls.label_of(name, model), sort, query) for name, column in shown]

    @classmethod
    def cells_of(cls, columns: Iterable[str]) -> list[tuple[str, Macro]]:
        """The class and the macro of each of the columns."""
        drawn = macros(cls.cells) if cls.cells else {}
        return [(column.css, _cell(column, name, drawn.get(name))) for name, column in cls.with_cells(columns)]

    @classmethod
    def fields_read(cls, columns: Iterable[str]) -> set[str] | None:
        """What the rows of these columns read of a record, as paths; None where a column does not say."""
        read: set[str] = set()
        drawn = macros(cls.cells) if cls.cells else {}
        for name in columns:
            column = cls.base_columns[name]
            if name in drawn and not column.reads:
                return None
            read.update(column.reads or ([] if column.attached else [str(column.reader(name))]))
        return read


def _head(name: str, column: Column, label: str, sort: str, query: Callable[..., str]) -> Head:
    if not column.sort:
        return Head(name, label, column.css)
    turned = f"-{name}"
    direction = {name: "ascending", turned: "descending"}.get(sort, "")
    return Head(name, label, column.css, query(sort=turned if sort == name else name), direction)


def _cell(column: Column, name: str, macro: Macro | None) -> Macro:
    if macro is None:
        return _plain(name, column)
    return drawn_once(macro, column.made_of) if column.made_of else macro


def _plain(name: str, column: Column) -> Macro:
    """A cell that shows its value as it is."""
    accessor = column.reader(name)

    def cell(record: Any) -> Any:
        value = column.cell(record, accessor)
        return "" if value is None else value

    return cell

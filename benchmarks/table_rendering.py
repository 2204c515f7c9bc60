"""How long the rows of a list take to render: our lean table beside django-tables2's own template.

`python -m benchmarks.table_rendering` prints both, for 50 rows × 8 columns of the same records in memory; no database.
"""

import os
import statistics
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import django

ROWS, RUNS = 50, 200
NAMES = ("name", "number", "status", "city", "phone", "email", "kind", "manager")


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
    django.setup()
    lean, stock = median_of(render_lean()), median_of(render_stock())
    print(f"{ROWS} rows x {len(NAMES)} columns, median of {RUNS}: ", end="")
    print(f"lean {lean:.2f} ms, stock django-tables2 {stock:.2f} ms, {stock / lean:.1f} times as long")


def median_of(render: Callable[[], str], runs: int = RUNS) -> float:
    """Milliseconds of processor time a rendering takes; other work on the machine does not count."""
    assert render().count("<tr") == ROWS + 1
    times = []
    for _ in range(runs):
        started = time.process_time()
        render()
        times.append((time.process_time() - started) * 1000)
    return statistics.median(times)


def records() -> list[Any]:
    """Objects with a value for each column."""
    return [SimpleNamespace(pk=n, **{name: f"{name} {n} & more" for name in NAMES}) for n in range(ROWS)]


def render_lean() -> Callable[[], str]:
    """Our table as a list shows it, with boxes to tick and the menu of each row."""
    from crm.pages.tables import Column, Table
    from crm.pages.templatetags.lists import table
    from customers.models import Customer

    columns = {name: Column(sort=name, card="name" if name == "name" else "") for name in NAMES}
    table_class: Any = type("LeanTable", (Table,), columns)
    listing = SimpleNamespace(
        table_class=table_class,
        columns=list(NAMES),
        visible=Customer.objects.all(),
        window=SimpleNamespace(rows=records()),
        sort="name",
        query=lambda **changes: "sort=name",
    )
    page = SimpleNamespace(actions=[1], has_record_pages=True, list_url="/customers/", can_edit=True, title="Customers")

    return lambda: table(page, listing)


def render_stock() -> Callable[[], str]:
    """The same columns, linked name included, by the template that comes with django-tables2."""
    import django_tables2 as tables
    from django.test import RequestFactory

    links = {"name": tables.Column(linkify=lambda record: f"/customers/{record.pk}/")}
    columns = {name: tables.Column() for name in NAMES} | links | {"tick": tables.CheckBoxColumn(accessor="pk")}
    table_class: Any = type("StockTable", (tables.Table,), columns)
    rows, request = records(), RequestFactory().get("/customers/")

    def render() -> str:
        table = table_class(rows, template_name="django_tables2/bootstrap5.html")
        html: str = table.as_html(request)
        return html

    return render


if __name__ == "__main__":
    main()

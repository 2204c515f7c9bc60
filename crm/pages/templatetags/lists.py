"""Tags that render lists without the cost of a template engine per cell."""

from functools import cache
from typing import Any

from django import template
from django.template.base import Template
from django.template.context import Context
from django.template.loader import get_template

register = template.Library()


@cache
def _compiled(name: str) -> Template:
    compiled: Template = get_template(name).template  # type: ignore[attr-defined]
    return compiled


@register.simple_tag(takes_context=True)
def cell(context: Context, column: Any, record: Any, value: Any) -> Any:
    """One cell made by the column's own template, in this page's context.

    Rendering the node list in the page's context costs a few microseconds; a template of its own per cell
    (a new context, every context processor) would cost more than the rest of the page.
    """
    with context.push(record=record, value=value):
        return _compiled(column.template).nodelist.render(context)


@register.simple_tag
def lines(table: Any) -> Any:
    """The records of a table with their cells: the values, escaped where a column has no template."""
    return table.lines(table.data)


@register.simple_tag
def list_query(listing: Any, **changes: Any) -> str:
    """The list's address with some parameters changed: `{% list_query listing sort="-name" %}`."""
    return "?" + str(listing.query(**{name: None if value is None else str(value) for name, value in changes.items()}))


@register.simple_tag
def window_query(listing: Any, changes: dict[str, str]) -> str:
    """The address of a neighbouring page."""
    return "?" + str(listing.query(**changes))

"""Cells made of few different values: drawn once for each of them, and kept."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from crm.pages.macros import Macro

Values = tuple[Hashable, ...]
KEPT = 2000  # cells of a column that a process keeps


@lru_cache(256)
def drawn_once(macro: Macro, made_of: Callable[[Any], Values]) -> Macro:
    """A cell of a record, which `macro` draws from the values that `made_of` answers for it.

    It is drawn for the first record with its values; the language is a value too. No values make an empty cell.
    """
    drawn: dict[Hashable, str] = {}

    def cell(record: Any) -> str:
        values = made_of(record)
        if not values:
            return ""
        key = get_language(), values
        found = drawn.get(key)
        if found is None:
            if len(drawn) >= KEPT:
                drawn.clear()
            found = drawn[key] = macro(*values)
        return found

    return cell

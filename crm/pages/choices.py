"""The widgets of filter menus: boxes to tick, dots to choose, a select box for long lists.

A menu that looks as it did a moment ago is not drawn again: Django makes a dictionary and a template context of
every option, and the menus were more than half of a list's processor time.
"""

from functools import lru_cache
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import get_language

KEPT = 256  # drawn menus a process keeps, some kilobytes each


class _Menu:
    """Mixin: drawn once for each name, value, list of choices and language."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The menu, from memory where it was drawn before."""
        widget: Any = self
        choices = tuple((str(key), str(label)) for key, label in widget.choices)
        shown = tuple(sorted({**widget.attrs, **(attrs or {})}.items()))
        kind: Any = type(self)
        return _drawn(kind, name, tuple(widget.format_value(value)), choices, shown, get_language() or "")


@lru_cache(maxsize=KEPT)
def _drawn(
    widget: type[Any],
    name: str,
    value: tuple[str, ...],
    choices: tuple[tuple[str, str], ...],
    attrs: tuple[tuple[str, Any], ...],
    language: str,
) -> SafeString:
    plain = widget(choices=choices, attrs=dict(attrs))
    return super(_Menu, plain).render(name, list(value))


class _Options(_Menu):
    """Mixin: each option of a menu looks like the boxes and dots of forms."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """An option with its class; Django gives the widget's class to the group around them."""
        option: dict[str, Any] = super().create_option(*args, **kwargs)  # type: ignore[misc]
        option["attrs"]["class"] = "form-check-input"
        return option


class Boxes(_Options, forms.CheckboxSelectMultiple):
    """Choices to tick."""


class Dots(_Options, forms.RadioSelect):
    """Choices of which one holds."""


class LongList(_Menu, forms.Select):
    """One of many."""


class LongLists(_Menu, forms.SelectMultiple):
    """Some of many."""

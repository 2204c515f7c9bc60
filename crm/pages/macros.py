"""Macros in Jinja2, for what stands on a page hundreds of times: the cells of lists, and the marks in them.

Pages are Django templates. A list's 400 cells took them 20 ms, and take Jinja2 2 ms (`benchmarks/README.md`).
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.template import engines
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from jinja2 import Environment, StrictUndefined, Template
from jinja2.runtime import Macro as JinjaMacro

from crm.pages import marks

Macro = Callable[..., str]


def environment(**options: Any) -> Environment:
    """The environment of every `.jinja` file (TEMPLATES in crm/settings.py)."""
    made = Environment(**{**options, "undefined": StrictUndefined})  # noqa: S701  Django asks for autoescape
    made.globals.update(
        _=_gettext,
        ngettext=translation.ngettext,
        pgettext=_pgettext,
        url=reverse,
        icon=marks.icon,
        short_moment=marks.short_moment,
        full_moment=marks.full_moment,
        international=marks.international,
        country_name=marks.country_name,
        decimal=marks.decimal,
    )
    return made


def _gettext(text: str) -> str:
    """The words for a text, kept by language: a list of fifty rows asks for the same ones three hundred times."""
    return _words(translation.get_language(), "", text)


def _pgettext(context: str, text: str) -> str:
    return _words(translation.get_language(), context, text)


@lru_cache(4096)
def _words(language: str | None, context: str, text: str) -> str:
    return translation.pgettext(context, text) if context else translation.gettext(text)


def read(name: str) -> Template:
    """A `.jinja` file, compiled once (in development again when it changes)."""
    template: Template = engines["jinja2"].env.get_template(name)  # type: ignore[attr-defined]
    return template


def macros(name: str) -> dict[str, Macro]:
    """The macros of a file by their names."""
    return {key: value for key, value in vars(read(name).module).items() if isinstance(value, JinjaMacro)}


def draw(name: str, macro: str, *args: Any) -> SafeString:
    """What one macro makes of its arguments, for a Django template."""
    return SafeString(getattr(read(name).module, macro)(*args))

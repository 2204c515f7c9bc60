"""From the text of a cell, cleaned and stripped, to a JSON value: each raises ValueError with a sentence."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from crm.text import fold

Parser = Callable[[str], Any]

# Names people write that no standard lists; everything else comes from the countries' own names.
_COUNTRY_NAMES = {
    "usa": "US", "u s a": "US", "united states": "US", "etats unis": "US", "eeuu": "US", "ee uu": "US",
    "uk": "GB", "u k": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "angleterre": "GB", "inglaterra": "GB", "gran bretana": "GB",
    "holland": "NL", "czech republic": "CZ", "russia": "RU", "south korea": "KR", "north korea": "KP",
    "vietnam": "VN", "turkey": "TR", "ivory coast": "CI", "macedonia": "MK", "cape verde": "CV",
    "deutschland": "DE", "espana": "ES", "italia": "IT", "schweiz": "CH", "osterreich": "AT", "belgie": "BE",
}  # fmt: skip


def text(max_length: int) -> Parser:
    """One line of text."""

    def parse(cell: str) -> str:
        value = cell if cell.isprintable() and "  " not in cell else " ".join(cell.split())
        if len(value) > max_length:
            raise ValueError(_too_long(len(value), max_length))
        return value

    return parse


def long_text(cell: str) -> str:
    """Text with its line ends."""
    return cell.strip()


# One of several in a cell; in quotes, doubled within, where it holds what stands between them
_ITEM = re.compile(r'\s*(?:"((?:[^"]|"")*)"\s*|([^,;|\n]*))(?:[,;|\n]|$)')
_SPECIAL = re.compile(r'[,;|\n]|^["\s]|\s$')


def items(cell: str) -> list[str]:
    """The parts of a cell, with a comma, semicolon, bar or line end between: `Lyon, "Paris, Nord"`."""
    found = (quoted.replace('""', '"') or plain.strip() for quoted, plain in _ITEM.findall(cell))
    return [part for part in found if part]


def join_items(parts: Iterable[str]) -> str:
    """The cell that `items` takes apart again."""
    return ", ".join('"{}"'.format(part.replace('"', '""')) if _SPECIAL.search(part) else part for part in parts)


def web_address(cell: str) -> str:
    """An address of the web; `example.com` becomes `https://example.com`."""
    value = cell if re.match("[a-z]+://", cell, re.IGNORECASE) else f"https://{cell}"
    try:
        _is_web_address(value)
    except ValidationError:
        raise ValueError(_("This is no web address: %(cell)s") % {"cell": shorten(cell)}) from None
    if len(value) > 200:
        raise ValueError(_too_long(len(value), 200))
    return value


_is_web_address = URLValidator(schemes=["http", "https"])


def choice(choices: Mapping[str, str | Promise], aliases: Mapping[str, str] | None = None) -> Parser:
    """One of some values, by its code or by its label in any of our languages."""

    @cache
    def known() -> dict[str, str]:
        return {fold(code): code for code in choices} | dict(aliases or {}) | _labels(choices)

    def parse(cell: str) -> str:
        if (value := known().get(fold(cell))) is None:
            offered = ", ".join(str(label) for label in choices.values())
            raise ValueError(_("“%(cell)s” is none of: %(choices)s") % {"cell": shorten(cell), "choices": offered})
        return value

    return parse


_YES_OR_NO = choice(
    {"yes": gettext_lazy("Yes"), "no": gettext_lazy("No")},
    dict.fromkeys(("y", "true", "1", "x", "o", "s", "j", "ja"), "yes") | dict.fromkeys(("n", "false", "0", "-"), "no"),
)


def yes_or_no(cell: str) -> bool:
    """Yes or no, in any of our languages, or as other programs write them."""
    return bool(_YES_OR_NO(cell) == "yes")


def moment(cell: str) -> str:
    """A day or a time as ISO 8601 writes it: `2025-03-31`, `2025-03-31 14:05`; the answer has a time zone."""
    try:
        found = datetime.fromisoformat(cell)
    except ValueError:
        raise ValueError(_("Write the day as 2025-03-31: %(cell)s") % {"cell": shorten(cell)}) from None
    aware = found if timezone.is_aware(found) else timezone.make_aware(found)
    return aware.isoformat()


def country(cell: str) -> str:
    """The ISO code of a country written by its code or by its name in English, French or Spanish."""
    word = " ".join(re.sub(r"[^\w]+", " ", fold(cell)).split())
    if (code := _countries().get(word)) is None:
        raise ValueError(_("There is no country of this name: %(cell)s") % {"cell": shorten(cell)})
    return code


def shorten(cell: str) -> str:
    """A cell as it fits into a sentence."""
    return cell if len(cell) <= 60 else f"{cell[:57]}…"


@cache
def _countries() -> dict[str, str]:
    known: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {" ".join(re.sub(r"[^\w]+", " ", fold(str(name))).split()): code for code, name in countries}
    for code, _name in countries:
        known[code.lower()] = code
        known[countries.alpha3(code).lower()] = code
    return known | _COUNTRY_NAMES


def _labels(choices: Mapping[str, str | Promise]) -> dict[str, str]:
    known: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {fold(str(label)): code for code, label in choices.items()}
    return known


def _too_long(length: int, allowed: int) -> str:
    return _("This text has %(length)s letters; at most %(allowed)s fit.") % {"length": length, "allowed": allowed}

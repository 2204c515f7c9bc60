"""Filling in any form of the site as its page offers it, one field after the other with something else."""

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.test import Client

Values = dict[str, list[str]]
Typed = str | bytes
# Fields that a rule over several fields asks for
NEEDED = {
    "given_name": "Ada", "line1": "1 Main Street", "wording": "Yes, write to me.", "coordinates": "43.7, 7.26",
    "latitude": "43.7", "longitude": "7.26", "where": "43.7, 7.26",
}  # fmt: skip
HIDDEN_FIELD = re.compile(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?')
_PLAIN = {
    forms.EmailField: "ada@example.com",
    forms.URLField: "https://example.com",
    forms.IntegerField: "1",
    forms.DecimalField: "1",
    forms.DateField: "2026-03-01",
    forms.BooleanField: "on",
}


def offered(browser: Client, address: str) -> tuple[list[str], Values]:
    """The names of the fields of the form at an address, and values it would take; empty where it shows none."""
    response: Any = browser.get(address)
    form = response.context.get("form") if response.context else None
    if form is None:
        return [], {}
    hidden = {name: [unescape(value)] for name, value in HIDDEN_FIELD.findall(response.content.decode())}
    return list(form.fields), hidden | {name: filled(form, name) for name in form.fields}


def filled(form: Any, name: str) -> list[str]:
    """What the field shows, or something it would take where it or a rule over several fields needs a value."""
    field, shown = form.fields[name], form[name].value()
    values = list(shown) if isinstance(shown, list | tuple) else [shown]
    if shown not in (None, "", [], False):
        return [str(value) for value in values if not isinstance(value, tuple)]
    if name in NEEDED:
        return [NEEDED[name]]
    if not field.required:
        return []
    if isinstance(field, forms.ChoiceField):  # and choices among records
        choices = [value for value, _label in field.choices if str(value)]
        return [str(choices[0])] if choices else []
    return [next((text for kind, text in _PLAIN.items() if isinstance(field, kind)), "Some text")]


def encoded(values: Mapping[str, Typed | Iterable[Typed]]) -> str:
    """As a form is sent, even with half a character in it, or bytes that are no text."""
    return urlencode(values, doseq=True, encoding="utf-8", errors="surrogatepass")


def send(browser: Client, address: str, values: Mapping[str, Any]) -> Any:
    """Send a form."""
    return browser.post(address, encoded(values), content_type="application/x-www-form-urlencoded")


def complaints(response: Any) -> list[str]:
    """What an answer tells the person who typed: errors of its form, messages, or a page that says why not."""
    told = [str(message) for message in (response.context or {}).get("messages", [])]
    form = (response.context or {}).get("form")
    if form is not None:
        told += [str(error) for errors in form.errors.values() for error in errors]
    return [each for each in told if each.strip()]

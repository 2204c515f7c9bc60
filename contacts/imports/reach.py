"""Addresses and numbers of a line: read from several columns, normalised, and joined to those that are there."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from contacts.actions.reach import normal_email
from contacts.imports.fields import EMAILS, LABELS, PHONES
from crm.errors import DomainError
from crm.imports import parsers
from crm.imports.kinds import StagedRow
from customers.import_rules import keep_in_note
from customers.phones import e164

Pairs = list[list[str]]  # an address or a number, and its label
ADDED = "added_"  # before a field: addresses of labelled columns, which go behind those that are there
LABEL_AT_MOST = 40

_AFTER = re.compile(r"(.*?)\s*\(([^()]*)\)\s*", re.DOTALL)  # `ana@example.com (Work)`
_BEFORE = re.compile(r"(.*):(.*)", re.DOTALL)  # `Work: ana@example.com`, as several columns of a file are joined


def complete_emails(row: StagedRow) -> None:
    """Addresses in small letters; what is none is kept in the note."""

    def normal(written: str) -> str | None:
        try:
            return normal_email(written)
        except DomainError:
            message = _("“%(text)s” is no valid e-mail address; it is kept in the internal note.")
            keep_in_note(row, str(LABELS["emails"]), written, message)
            return None

    _gather(row, "emails", EMAILS, normal)


def complete_phones(row: StagedRow, country: str) -> None:
    """Numbers as E.164, read as ones of the person's country, else of the customer's."""
    region = row.values.get("country") or country or settings.PHONENUMBER_DEFAULT_REGION

    def normal(written: str) -> str | None:
        if number := e164(written, region, possible=True):
            return number
        message = _("“%(text)s” is no valid phone number; it is kept in the internal note.")
        keep_in_note(row, str(LABELS["phones"]), written, message)
        return None

    _gather(row, "phones", PHONES, normal)


def _gather(row: StagedRow, name: str, columns: Mapping[str, Any], normal: Any) -> None:
    """One list of what all columns of a kind say, and one of what labelled columns add."""
    said: dict[str, dict[str, str]] = {name: {}, f"{ADDED}{name}": {}}
    for column, label in columns.items():
        if not (text := row.values.pop(column, "")):
            continue
        into = said[f"{ADDED}{name}" if label else name]
        for written, own in _items(text):
            if value := normal(written):
                into[value] = into.get(value) or (own or str(label))[:LABEL_AT_MOST]
    for key, found in said.items():
        if found:
            row.values[key] = [list(pair) for pair in found.items()]


def _items(text: str) -> Iterable[tuple[str, str]]:
    """The values of a cell with their labels, which stand before them or in brackets behind."""
    for part in parsers.items(text):
        if match := _AFTER.fullmatch(part):
            value, label = match.groups()
        elif match := _BEFORE.fullmatch(part):
            label, value = match.groups()
        else:
            value, label = part, ""
        if value.strip():
            yield value.strip(), label.strip()


def labelled(value: str, label: str) -> str:
    """An address or a number with its label, as a cell says it."""
    if "(" in label or ")" in label:
        return f"{label}: {value}"
    return f"{value} ({label})" if label else value


def joined(row: StagedRow, name: str, present: Pairs) -> None:
    """Put those of a line first, then those there, then those that labelled columns add; labels that are there stay."""
    labels = {value: label for value, label in present if label}
    first, added = row.values.pop(name, []), row.values.pop(f"{ADDED}{name}", [])
    if not first and not added:
        return
    told = dict(first) | {value: label for value, label in added if label}
    order = [value for value, _label in (*first, *present, *added)]
    row.values[name] = [[value, told.get(value) or labels.get(value, "")] for value in dict.fromkeys(order)]

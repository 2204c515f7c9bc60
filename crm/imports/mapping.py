"""Which column feeds which field: guessed from the header, remembered, and used on every line."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from crm.errors import DomainError, Refused
from crm.imports.kinds import KINDS, ImportField, ImportKind, StagedRow
from crm.imports.models import ImportBatch, ImportMapping
from crm.imports.reading import Line
from crm.text import clean, fold

_ESCAPED = re.compile(r"^'(?=[=+\-@\t\r])")  # how exports keep a spreadsheet from running a cell


def header_hash(header: Iterable[str]) -> str:
    """The same for files with the same columns in the same order, whatever their case and accents."""
    return hashlib.sha256("\x1f".join(_plain(name) for name in header).encode()).hexdigest()


def guess(kind: ImportKind, header: Sequence[str]) -> dict[str, str]:
    """Column number (as text) → field name, where the column's name says it; each field once."""
    wanted: dict[str, str] = {}
    for field in kind.fields():
        for name in (field.name, *field.aliases, *_labels(field)):
            wanted.setdefault(_plain(name), field.name)
    mapping: dict[str, str] = {}
    for index, name in enumerate(header):
        field_name = wanted.get(_plain(name))
        if field_name and field_name not in mapping.values():
            mapping[str(index)] = field_name
    return mapping


def remembered(kind: ImportKind, header: Sequence[str]) -> ImportMapping | None:
    """What was chosen for a file of this shape the last time, unless its fields are gone."""
    known = {field.name for field in kind.fields()}
    mapping = ImportMapping.objects.filter(kind=kind.slug, header_hash=header_hash(header)).first()
    return mapping if mapping and known.issuperset(mapping.mapping.values()) else None


def guess_key(kind: ImportKind, mapping: Mapping[str, str]) -> str:
    """The first key field that a column feeds; empty where lines can only be created."""
    return next((key for key in kind.keys if key in mapping.values()), "")


def refuse_unusable(kind: ImportKind, batch: ImportBatch) -> None:
    """Raise Refused with every reason why this mapping cannot be used."""
    fields = {field.name: field for field in kind.fields()}
    used = list(batch.mapping.values())
    reasons = []
    if not used:
        reasons.append(_("Choose at least one column to import."))
    for name in dict.fromkeys(used):
        if name not in fields:
            reasons.append(_("There is no field “%(name)s”.") % {"name": name})
        elif used.count(name) > 1 and not fields[name].joins:
            reasons.append(_("Only one column can be imported as “%(field)s”.") % {"field": fields[name].label})
        elif fields[name].only_key and name != batch.key:
            reasons.append(_("“%(field)s” can only serve to recognise records.") % {"field": fields[name].label})
    if batch.key and batch.key not in used:
        reasons.append(_("No column is imported as the field that records are recognised by."))
    if reasons:
        raise Refused(reasons)


def refuse_wrong_given(kind: ImportKind, given: Mapping[str, str]) -> None:
    """Raise DomainError, naming the field, where a value typed for all lines is none: no line would be imported."""
    fields = {field.name: field for field in kind.fields()}
    for name, text in given.items():
        if name not in kind.given:
            raise DomainError(_("There is no field “%(name)s”.") % {"name": name})
        probe = StagedRow(0, [])
        try:
            probe.values[name] = fields[name].parse(clean(text))
        except ValueError as error:
            raise DomainError(str(error), field=given_name(name)) from error
        kind.check([probe])
        if wrong := [each["message"] for each in probe.errors if each["column"] == str(fields[name].label)]:
            raise DomainError(wrong[0], field=given_name(name))


def given_name(name: str) -> str:
    """What the form's field is called where a value for all lines is typed."""
    return f"given-{name}"


class Reader:
    """Turns lines of one import into staged rows."""

    def __init__(self, batch: ImportBatch) -> None:
        fields = {field.name: field for field in kind_of(batch).fields()}
        columns = sorted((int(index), name) for index, name in batch.mapping.items())
        self.columns = [(index, fields[name]) for index, name in columns]
        names = [name for _index, name in columns]
        self.joined = {name for name in names if names.count(name) > 1}
        self.header = batch.header
        self.given = [(fields[name], text) for name, text in batch.given.items() if name in fields]

    def stage(self, line: Line) -> StagedRow:
        """Parse every mapped cell; all that is wrong is noted, not only the first."""
        row = StagedRow(line.number, line.cells)
        if line.error:
            row.refuse(line.error)
            return row
        for index, field in self.columns:
            if cell := line.cells[index].strip():
                if cell[0] == "'":
                    cell = _ESCAPED.sub("", cell, count=1)
                try:
                    value = field.parse(cell if cell.isascii() and cell.isprintable() else clean(cell))
                except ValueError as error:
                    row.refuse(str(error), field.label)
                else:
                    row.values[field.name] = self._joined(row, index, field, value) if self.joined else value
        for field, text in self.given:
            if field.name not in row.values:
                row.values[field.name] = field.parse(clean(text))
        return row

    def _joined(self, row: StagedRow, index: int, field: ImportField, value: Any) -> Any:
        """The value as it is, or below those of other columns of the field, with its column's name."""
        if field.name not in self.joined:
            return value
        before = row.values.get(field.name)
        named = f"{self.header[index]}: {value}"
        return f"{before}\n{named}" if before else named


def kind_of(batch: ImportBatch) -> ImportKind:
    """The kind of an import. Raises DomainError where its app is not installed any more."""
    if batch.kind not in KINDS:
        raise DomainError(_("Nothing of the kind “%(kind)s” can be imported.") % {"kind": batch.kind})
    return KINDS[batch.kind]


def _labels(field: ImportField) -> list[str]:
    labels = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            labels.append(str(field.label))
    return labels


def _plain(name: str) -> str:
    """A column's name as it is compared: `Customer ID`, `customer_id` and `CustomerId` are one."""
    return re.sub(r"[\W_]+", "", fold(name))

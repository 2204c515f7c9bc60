"""Reading a CSV file line by line, with a sentence for everything that can be wrong with it."""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from crm.errors import DomainError
from crm.imports.encodings import recognise_encoding

DELIMITERS = {",": ",", ";": ";", "\t": "Tab", "|": "|"}
COLUMNS_AT_MOST = 500
CELL_AT_MOST = 256 * 1024  # letters; what is longer is an open quote, not a note
LINE_AT_MOST = 8 * 1024 * 1024  # letters; keeps a file without line ends out of memory
SAMPLE_LINES = 200

csv.field_size_limit(CELL_AT_MOST)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is written: enough to read it again without guessing."""

    encoding: str
    delimiter: str


@dataclass(slots=True)
class Line:
    """One record of the file: where it begins, its cells, and what is wrong with it as a whole."""

    number: int
    cells: list[str]
    error: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """The header and the first records."""

    header: list[str]
    lines: list[Line] = field(default_factory=list)


def recognise(path: Path, encoding: str = "", delimiter: str = "") -> Shape:
    """The shape of a file; what is given is kept. Raises DomainError where it is no table of text."""
    encoding = encoding or recognise_encoding(path)
    return Shape(encoding, delimiter or _recognise_delimiter(path, encoding))


def read_preview(path: Path, shape: Shape, lines: int = 5) -> Preview:
    """The header and the first lines. Raises DomainError where there is no usable header, or nothing below it."""
    header, records = _open(path, shape)
    preview = Preview(header, list(islice(records, lines)))
    if not preview.lines:
        raise DomainError(_("The file has column names but no lines below them."))
    return preview


def read_lines(path: Path, shape: Shape) -> Iterator[Line]:
    """Every record below the header, cells fitted to it; broken ones carry their error."""
    return _open(path, shape)[1]


def _open(path: Path, shape: Shape) -> tuple[list[str], Iterator[Line]]:
    records = _records(path, shape)
    first = next(records, None)
    if first is None:
        raise DomainError(_("The file is empty."))
    if first.error:
        raise DomainError(_("The first line has the column names and cannot be read: %(why)s") % {"why": first.error})
    header = [name.strip() for name in first.cells]
    while header and not header[-1]:
        header.pop()
    if len(header) > COLUMNS_AT_MOST:
        raise DomainError(_("The file has more than %(count)s columns.") % {"count": COLUMNS_AT_MOST})
    return header, _fitted(records, len(header))


def _fitted(records: Iterator[Line], width: int) -> Iterator[Line]:
    for line in records:
        if not line.error and len(line.cells) != width:
            if len(line.cells) > width and not any(line.cells[width:]):
                del line.cells[width:]
            else:
                line.error = _("The line has %(cells)s cells where the header has %(width)s.") % {
                    "cells": len(line.cells),
                    "width": width,
                }
        yield line


class _Lines:
    """The physical lines of a file; those taken since `begin()` can be given back."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.taken: list[str] = []
        self.ahead: deque[str] = deque()

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.ahead.popleft() if self.ahead else self.file.readline(LINE_AT_MOST)
        if not line:
            raise StopIteration
        if len(line) == LINE_AT_MOST and line[-1] not in "\r\n":
            raise DomainError(_("A line of the file is longer than 8 million letters: its line ends are missing."))
        self.taken.append(line)
        return line

    def begin(self) -> None:
        """A record begins with the next line."""
        self.taken.clear()

    def give_back_all_but_first(self) -> str:
        """Answer the first line of a broken record; those it swallowed are read again."""
        first = self.taken[0]
        self.ahead.extendleft(reversed(self.taken[1:]))
        return first


def _records(path: Path, shape: Shape) -> Iterator[Line]:
    """The non-empty records; after a broken one reading goes on with the next line, not behind what it swallowed."""
    number = 1
    with path.open(encoding=shape.encoding, errors="replace", newline="") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=shape.delimiter, strict=True)
        while True:
            lines.begin()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Line(number, [lines.give_back_all_but_first().rstrip("\r\n")], _why(str(error)))
                number += 1
                continue
            if any(cells) and not _is_note_to_excel(number, cells):
                yield _checked(Line(number, cells))
            number += len(lines.taken)


def _is_note_to_excel(number: int, cells: list[str]) -> bool:
    """Whether this is Excel's own first line, `sep=;`."""
    return number == 1 and cells[0].lower().startswith("sep=") and len(cells) <= 2


def _checked(line: Line) -> Line:
    text = "".join(line.cells)
    if "\x00" in text:
        line.cells = [cell.replace("\x00", "\ufffd") for cell in line.cells]
        line.error = _("The line holds zero bytes, which no text has.")
    elif "\ufffd" in text:
        line.error = _("A letter cannot be read (shown as �): mend the file or choose another encoding.")
    return line


def _why(error: str) -> str:
    """The csv module's words in ours."""
    if "field limit" in error:
        return _("A cell is longer than %(count)s letters; often a quote is never closed.") % {"count": CELL_AT_MOST}
    if "unexpected end" in error:
        return _("A quote is opened and never closed.")
    return _("The quotes in this line do not match.")


def _recognise_delimiter(path: Path, encoding: str) -> str:
    """The separator that cuts the first lines into the most columns, evenly."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(path, Shape(encoding, delimiter)))


def _evenness(path: Path, shape: Shape) -> tuple[float, int]:
    widths = [len(line.cells) for line in islice(_records(path, shape), SAMPLE_LINES) if not line.error]
    if not widths or widths[0] < 2:
        return 0, 0
    return sum(width == widths[0] for width in widths) / len(widths), widths[0]

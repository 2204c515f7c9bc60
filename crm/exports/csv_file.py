"""A list as CSV, sent while it is read."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from crm.text import escape_formula

CHUNK = 500  # rows a part of the answer

_AS_THEY_ARE = (int, float, Decimal)


def csv_parts(headers: list[str], rows: Iterable[list[Any]]) -> Iterator[bytes]:
    """The file in parts of some rows: UTF-8 with a byte order mark, without which Excel breaks accents."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([escape_formula(header) for header in headers])
    yield b"\xef\xbb\xbf"
    for number, row in enumerate(rows, start=1):
        writer.writerow([_cell(value) for value in row])
        if number % CHUNK == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return escape_formula(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, _AS_THEY_ARE) else escape_formula(str(value))

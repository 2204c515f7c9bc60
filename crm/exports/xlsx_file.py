"""A list as an Excel workbook, written row by row to a temporary file."""

import tempfile
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

ROWS_AT_MOST = 1_048_575  # what a sheet holds under its heading
TEXT_AT_MOST = 32_767  # characters in a cell


def write_xlsx(headers: list[str], rows: Iterable[list[Any]]) -> IO[bytes]:
    """The workbook as an open temporary file. Text is written as text, so nothing in it is ever a formula."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the answer closes it once it is sent
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "in_memory": False})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int | float | Decimal):
                sheet.write_number(number, column, value)
            elif isinstance(value, date):
                sheet.write_datetime(number, column, value, moment if isinstance(value, datetime) else day)
            elif value != "":
                sheet.write_string(number, column, str(value)[:TEXT_AT_MOST])
    book.close()
    file.seek(0)
    return file

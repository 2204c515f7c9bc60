"""Taking a list out: the same rows, columns and order as the page, and nothing a spreadsheet would run."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from crm.changes.bulk import create_rows
from crm.changes.current import change_set
from crm.labels.models import Tag
from crm.text import escape_formula, unescape_formula
from tests.factories import TESTS, person

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.pages.sample")]

HOSTILE = ["=1+1", "+33472", "-5", "@sum", "'=quoted", "''", "'t Hof", '"quoted", with comma', "two\nlines", "Zoë"]


def rows_of(response: Any) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def make(names: list[str]) -> None:
    with change_set(by=TESTS, verb="prepare"):
        create_rows([Tag(name=name, colour="blue", description=name) for name in names])


def test_export_holds_what_is_filtered_in_the_order_of_the_list(signed_in: Client, tags: list[Tag]) -> None:
    response = signed_in.get("/tags/export.csv?colour=blue&sort=-name")
    header, *rows = rows_of(response)
    assert header == ["Name", "Colour"]
    assert [row[0] for row in rows] == [tag.name for tag in reversed(tags) if tag.colour == "blue"]
    assert {row[1] for row in rows} == {"Blue"}


def test_export_holds_the_columns_that_are_shown(signed_in: Client, tags: list[Tag]) -> None:
    header, *_ = rows_of(signed_in.get("/tags/export.csv?columns=description,name"))
    assert header == ["Name", "Description"]


def test_every_row_is_exported_whatever_the_page_size(signed_in: Client, tags: list[Tag]) -> None:
    assert len(rows_of(signed_in.get("/tags/export.csv?per_page=25&page=2"))) == 121


def test_rows_of_a_file_are_read_by_one_statement(signed_in: Client, tags: list[Tag]) -> None:
    with CaptureQueriesContext(connection) as statements:
        rows_of(signed_in.get("/tags/export.csv"))
    assert len([each for each in statements.captured_queries if '"labels_tag"' in each["sql"]]) == 1


def test_no_cell_of_a_csv_is_taken_for_a_formula(signed_in: Client) -> None:
    make(HOSTILE)
    cells = [cell for row in rows_of(signed_in.get("/tags/export.csv?columns=name,description")) for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+-@\t\r"]
    assert {unescape_formula(cell) for cell in cells} >= set(HOSTILE)


@given(st.text())
def test_escaping_is_taken_back_exactly(text: str) -> None:
    assert unescape_formula(escape_formula(text)) == text


def test_excel_gets_text_as_text(signed_in: Client) -> None:
    make(HOSTILE)
    response = signed_in.get("/tags/export.xlsx?columns=name")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    response.close()
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.value for cell in cells} == set(HOSTILE)
    assert {cell.data_type for cell in cells} == {"s"}


def test_export_asks_for_its_own_permission(client: Client, tags: list[Tag]) -> None:
    client.force_login(person("vic"))
    assert client.get("/tags/").status_code == 200
    assert client.get("/tags/export.csv").status_code == 403
    assert b"export.csv" not in client.get("/tags/").content


def test_invalid_address_exports_nothing(signed_in: Client, tags: list[Tag]) -> None:
    response = signed_in.get("/tags/export.csv?colr=red")
    assert response.status_code == 302 and response.headers["Location"] == "/tags/?colr=red"
    assert signed_in.get("/tags/export.pdf").status_code == 404


def test_invisible_rows_are_not_exported(signed_in: Client) -> None:
    make(["seen", "invisible"])
    assert [row[0] for row in rows_of(signed_in.get("/tags/export.csv"))] == ["Name", "seen"]


def test_export_costs_the_same_statements_for_many_rows(
    signed_in: Client, tags: list[Tag], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        assert len(rows_of(signed_in.get("/tags/export.csv"))) == 121

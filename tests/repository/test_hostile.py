"""Texts that break things, in every form and every parameter of the site: refused in words or stored, never a 5xx."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client

from tests.factories import person
from tests.hostile import HOSTILE
from tests.repository.policy import ROWS

FORMS = sorted({row["address"] for row in ROWS if row["method"] == "POST"})
PAGES = sorted({row["address"].partition("?")[0] for row in ROWS if row["method"] == "GET" and row["address"]})
# What addresses and forms without fields of their own may carry.
PARAMETERS = ("q", "page", "per_page", "sort", "columns", "after", "before", "kind", "person", "next", "list", "query")
FIELDS = ("reason", "version", "pk", "all", "seen", "confirm", "token", "theme", "language", "next", "encoding")
BORDERS = ["-1", "0", "1", "1000000000", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1e9"]
# What a database, a header or a number cannot hold; the rest differs only where it is stored.
ASKED = [
    "\x00",
    "a\x00b",
    "\ud800",
    "é" * 200,
    "%s %d %(name)s %%",
    "' OR 1=1 --",
    "\r\nSet-Cookie: a=b",
    "NaN",
    *BORDERS,
]
LONGEST = 100_000  # a form of several such texts stays under what a request may hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client) -> Client:
    client.force_login(person("ana"))
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("address", FORMS)
def test_form_takes_or_refuses_hostile_texts(browser: Client, records: dict[str, int], address: str) -> None:
    address = address.format(**records)
    fields = {*FIELDS, *fields_of(browser, address)}
    for text in [*HOSTILE, *BORDERS]:
        with transaction.atomic():
            response = send(browser, address, dict.fromkeys(fields, text[:LONGEST]))
            transaction.set_rollback(True)
        assert response.status_code < 500, (address, text[:100])


@pytest.mark.parametrize("address", PAGES)
def test_page_answers_hostile_parameters(browser: Client, records: dict[str, int], address: str) -> None:
    address = address.format(**records)
    for text in ASKED:
        asked = encoded(dict.fromkeys(PARAMETERS, text))
        response: Any = browser.get(f"{address}?{asked}")
        if response.streaming:
            list(response)
        assert response.status_code < 500, (address, text[:100])


def fields_of(browser: Client, address: str) -> list[str]:
    """The names of the fields of the form at an address, where it shows one."""
    context = browser.get(address).context
    form = context.get("form") if context else None
    return list(form.fields) if form is not None else []


def encoded(values: dict[str, str]) -> str:
    """As a form is sent, even with half a character in it."""
    return urlencode(values, encoding="utf-8", errors="surrogatepass")


def send(browser: Client, address: str, values: dict[str, str]) -> Any:
    """Send a form."""
    return browser.post(address, encoded(values), content_type="application/x-www-form-urlencoded")

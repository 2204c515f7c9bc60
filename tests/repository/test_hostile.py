"""Texts that break things, in every form and every parameter of the site: refused in words or stored, never a 5xx."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from crm.changes.models import ChangeSet
from crm.text import clean
from customers.models import Customer
from tests.factories import person
from tests.hostile import HOSTILE, RAW, SAMPLE
from tests.repository.filling import complaints, encoded, offered, send
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
    b"\xc0\xaf",
    *BORDERS,
]
LONGEST = 100_000  # a form of several such texts stays under what a request may hold
ALONE = 2  # texts a field; the next field takes the next ones
STORED = ("internal_name", "internal_reference", "line1", "city", "state", "internal_note", "customer_note")
SHORT = 60  # letters; what every text field holds
CHECKED = (
    "email",
    "phone",
    "website",
    "vat_number",
    "postal_code",
    "country",
    "status",
    "language",
    "roles",
    "version",
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client) -> Client:
    client.force_login(person("ana"))
    client.raise_request_exception = False
    return client


@contextmanager
def sent(browser: Client, address: str, values: dict[str, Any]) -> Iterator[Any]:
    """Send a form and forget in the end what it did; one that is refused has done nothing and says why."""
    told = (address, {name: value[:60] for name, value in values.items()})
    with transaction.atomic():
        before = ChangeSet.objects.count()
        response = send(browser, address, values)
        assert response.status_code < 500, told
        if response.status_code == 422:
            assert ChangeSet.objects.count() == before, told
            assert complaints(response), told
        yield response
        transaction.set_rollback(True)


@pytest.mark.parametrize("address", FORMS)
def test_form_takes_or_refuses_hostile_texts(browser: Client, records: dict[str, int], address: str) -> None:
    address = address.format(**records)
    names, _valid = offered(browser, address)
    for text in [*SAMPLE[::2], *BORDERS[-3:], RAW[0]]:
        with sent(browser, address, dict.fromkeys([*FIELDS, *names], text[:LONGEST])):
            pass


@pytest.mark.parametrize("address", FORMS)
def test_form_takes_or_refuses_a_hostile_text_in_each_field(
    browser: Client, records: dict[str, int], address: str
) -> None:
    """The other fields as its page fills them in, so that the text comes as far as the database."""
    address = address.format(**records)
    names, valid = offered(browser, address)
    for position, name in enumerate(names):
        for number in range(position * ALONE, position * ALONE + ALONE):
            with sent(browser, address, {**valid, name: SAMPLE[number % len(SAMPLE)]}):
                pass


def test_every_hostile_text_is_stored_whole_or_refused_in_words(browser: Client, records: dict[str, int]) -> None:
    """Several at once in the text fields, but for long ones: one that is refused would keep the others out."""
    address = f"/customers/{records['customer']}/edit/"
    _names, valid = offered(browser, address)
    texts: list[str | bytes] = [*HOSTILE, *RAW]
    short = [text for text in texts if len(received(text)) <= SHORT and "\x00" not in received(text)]
    together = [short[start : start + len(STORED)] for start in range(0, len(short), len(STORED))]
    for group in [*together, *([text] for text in texts if text not in short)]:
        typed = dict(zip(STORED, group, strict=False))
        with sent(browser, address, {**valid, **typed}) as response:
            assert response.status_code in (302, 422)
            if response.status_code == 302:
                customer = Customer.objects.get(pk=records["customer"])
                assert {name: getattr(customer, name) for name in typed} == {
                    name: clean(received(text)).strip() for name, text in typed.items()
                }
            else:
                assert len(group) == 1, "a short text was refused"


def test_fields_with_rules_take_or_refuse_every_hostile_text(browser: Client, records: dict[str, int]) -> None:
    address = f"/customers/{records['customer']}/edit/"
    _names, valid = offered(browser, address)
    texts: list[str | bytes] = [*HOSTILE, *RAW]
    for start in range(0, len(texts), len(CHECKED)):
        typed = {name: text[:LONGEST] for name, text in zip(CHECKED, texts[start:], strict=False)}
        with sent(browser, address, {**valid, **typed}) as response:
            assert response.status_code in (302, 422)


def received(text: str | bytes) -> str:
    """What the server reads of a text."""
    return (text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")).decode("utf-8", "replace")


@pytest.mark.parametrize("address", PAGES)
def test_page_answers_hostile_parameters(browser: Client, records: dict[str, int], address: str) -> None:
    address = address.format(**records)
    for text in ASKED:
        asked = encoded(dict.fromkeys(PARAMETERS, text))
        response: Any = browser.get(f"{address}?{asked}")
        if response.streaming:
            list(response)
        assert response.status_code < 500, (address, text[:100])

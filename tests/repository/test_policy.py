"""Who may open what: a table by hand, and a sweep over every address of the site by every role and by nobody."""

from hashlib import md5
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, resolve

from crm.pages.checks import walk
from tests.factories import person
from tests.repository.policy import ROWS

PEOPLE = {
    "anonymous": None,
    "viewer": "vic",
    "support": "sofia",
    "technician": "theo",
    "billing": "bea",
    "sales": "sam",
    "administrator": "ana",
}

pytestmark = pytest.mark.django_db


def test_every_address_of_the_site_stands_in_the_table() -> None:
    listed = {row["route"] for row in ROWS}
    known = tuple(route.removesuffix("*") for route in listed if route.endswith("*"))
    found = {route for route, _ in walk(get_resolver().url_patterns)}
    assert sorted(route for route in found - listed if not route.startswith(known)) == []


def test_every_line_of_the_table_leads_where_it_says(records: dict[str, int]) -> None:
    for row in ROWS:
        if row["address"]:
            address = row["address"].format(**records).partition("?")[0]
            assert resolve(address).route == row["route"], row


@pytest.mark.parametrize("role", PEOPLE)
def test_role_opens_what_the_table_says_and_changes_nothing_where_denied(role: str, records: dict[str, int]) -> None:
    client = Client(raise_request_exception=False)
    if name := PEOPLE[role]:
        client.force_login(person(name))
    before = fingerprint()
    wrong = [
        f"{row['method']} {row['address']}: {answer}, not {row[role]}"
        for row in ROWS
        if row["address"] and (answer := asked(client, row, records, keep=row[role] != "yes")) != row[role]
    ]
    assert not wrong, "\n".join(wrong)
    assert fingerprint() == before


def asked(client: Client, row: dict[str, str], records: dict[str, int], *, keep: bool) -> str:
    """yes, no or login; what a granted request changed is taken back, what a denied one changed would stay."""
    address = row["address"].format(**records)
    with transaction.atomic():
        response: Any = client.post(address) if row["method"] == "POST" else client.get(address)
        if response.streaming:
            list(response)  # reading to the end closes the file
        answer = verdict(response, signed_in=settings.SESSION_COOKIE_NAME in client.cookies)
        transaction.set_rollback(not keep)
    return answer


def verdict(response: Any, *, signed_in: bool) -> str:
    """What a status means to somebody who asks."""
    assert response.status_code < 500
    if response.status_code == 302 and "/login/" in response.headers["Location"]:
        return "no" if signed_in else "login"
    return "no" if response.status_code in (403, 404) else "yes"


def fingerprint() -> dict[str, str]:
    """Every table's content in short; sessions aside, which a visit may touch."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
            if model._meta.app_label != "sessions":
                found[model._meta.label] = md5(str(cursor.fetchall()).encode(), usedforsecurity=False).hexdigest()
    return found

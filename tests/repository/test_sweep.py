"""The whole of it, left out by default: every hostile text in every field and every parameter of the site.

`pytest -m slow tests/repository/test_sweep.py -n 2` takes more than an hour. SWEEP_EVERY=20 asks every twentieth text
alone, and SWEEP_SUMS names a file that gets a line of counts from each test.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.urls import reverse

from crm.changes.models import ChangeSet
from tests.factories import TagFactory, person
from tests.repository import probing
from tests.repository.policy import ROWS
from tests.repository.probing import Sum, groups_of, parameters_of, probe_address, probe_form, shown_form

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TEXTS = probing.TEXTS[:: int(os.environ.get("SWEEP_EVERY", "1"))]
MODELS = list(admin.site._registry)
EXTRA = ["/views/new/?list_key=customers:list&query=", "/me/language/", "/accounts/login/", "/accounts/password/reset/"]
OURS = [row for row in ROWS if row["address"] and not row["address"].startswith("/admin/")]
FORMS = sorted({row["address"] for row in OURS if row["method"] == "POST"} | {*EXTRA})
PAGES = sorted({row["address"] for row in OURS if row["method"] == "GET"})
OF_LISTS = ("page", "per_page", "sort", "columns", "after", "before", "archived", "menu", "view")
OF_PAGES = (
    "kind", "person", "next", "list", "query", "list_key", "customer", "site", "acknowledged", "show", "zoom", "sight",
    "nearest", "box", "name", "email", "phone", "vat_number", "text", "session", "country", "place", "latitude",
    "longitude", "km", "city", "region", "seen", "all",
)  # fmt: skip
DRAWN = 6
HIDDEN = ("form_token", "version", "seen", "all", "query", "next", "list_key", "confirm", "pk", "session")


@pytest.fixture
def browser(client: Client, request: pytest.FixtureRequest, settings: Any) -> Client:
    """Ana's; nobody's on the pages of signing in, where no number of attempts is too many."""
    settings.ACCOUNT_RATE_LIMITS = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if "/accounts/" not in request.node.name:
        client.force_login(person("ana"))
    client.raise_request_exception = False
    return client


@pytest.fixture
def found(request: pytest.FixtureRequest) -> Iterator[Sum]:
    counted = Sum()
    yield counted
    if path := os.environ.get("SWEEP_SUMS"):
        with Path(path).open("a") as lines:
            row = (counted.requests, counted.let_in, counted.refused, dict(counted.statuses), len(counted.wrong))
            lines.write(f"{request.node.name}\t{row}\n" + "".join(f"\t{line}\n" for line in counted.wrong))
    assert not counted.wrong, f"{len(counted.wrong)} wrong:\n" + "\n".join(counted.wrong[:20])


def drawn(address: str, number: int) -> bool:
    """Whether this text is one of those that the whole page is drawn for."""
    return (sum(address.encode()) + number) % DRAWN == 0


def sweep_form(browser: Client, address: str, ticked: list[int], found: Sum) -> None:
    connection.check_constraints()  # as if the records had been committed: erasing rewrites history
    form = shown_form(browser, address, ticked)
    if "/bulk/" in address:
        form.valid |= {"pk": [str(pk) for pk in ticked], "confirm": ["1"]}
    hidden = [name for name in HIDDEN if name not in form.names]
    for number, text in enumerate(TEXTS):
        whole = drawn(address, number)
        for group in groups_of([*form.names, *(hidden if whole else [])], text):
            probe_form(browser, address, replace(form, names=group), text, found, drawn=whole)


@pytest.mark.parametrize("address", FORMS)
def test_form_takes_or_refuses_every_text_in_every_field(
    browser: Client, records: dict[str, int], found: Sum, address: str
) -> None:
    noun = address.split("/")[1] if address.count("/") > 1 else ""
    key = {"sites": "site", "contacts": "contact"}.get(noun, "customer")
    if "/to-locate/" in address:
        key = "place"
    sweep_form(browser, address.format(**records), [records[key]], found)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
@pytest.mark.parametrize("verb", ["add", "change"])
def test_form_of_the_administration_takes_or_refuses_every_text(
    browser: Client, records: dict[str, int], found: Sum, model: Any, verb: str
) -> None:
    TagFactory()
    record = model._default_manager.order_by("pk").first()
    if verb == "change" and record is None:
        pytest.skip("there is none of it")
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{verb}"
    address = reverse(name, args=[record.pk] if verb == "change" else [])
    if browser.get(address).status_code == 403:
        pytest.skip("nobody may")
    sweep_form(browser, address, [], found)


def sweep_page(browser: Client, address: str, found: Sum) -> None:
    path, _question, query = address.partition("?")
    fixed = dict(part.partition("=")[::2] for part in query.split("&") if part)
    filters = parameters_of(browser, address)
    own = [name for name in fixed if name not in filters]
    lists = OF_LISTS if filters else ()
    for number, text in enumerate(TEXTS):
        whole = drawn(address, number)
        headers = {} if whole else {"HX-Request": "true"}
        for group in groups_of(filters or (["q", *OF_PAGES] if whole else []), text):
            probe_address(browser, path, fixed, group, text, found, **headers)
        # Each alone, as one may hide another; what the kernel reads for every list in full for one list.
        turn = lists if path == "/customers/" else lists[number % 9 : number % 9 + 1]
        for name in (*own, *turn):
            probe_address(browser, path, fixed, [name], text, found, **headers)


@pytest.mark.parametrize("address", PAGES)
def test_page_answers_every_text_in_every_parameter(
    browser: Client, records: dict[str, int], found: Sum, address: str
) -> None:
    before = ChangeSet.objects.count()
    sweep_page(browser, address.format(**records), found)
    assert ChangeSet.objects.count() == before


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_list_of_the_administration_answers_every_text(
    browser: Client, records: dict[str, int], found: Sum, model: Any
) -> None:
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    filters = [name for name in admin.site._registry[model].list_filter if isinstance(name, str)]
    others = ["p", "o", "e", "all", "_facets", *filters, *(f"{name}__exact" for name in filters)]
    for number, text in enumerate(TEXTS):
        for name in ("q", others[number % len(others)]):
            probe_address(browser, path, {}, [name], text, found)

"""What files of everything hold makes the same customers, sites and people in an empty installation."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from openpyxl import load_workbook

from contacts.models import Consent, Contact, CoveredSite, CustomerContact
from crm.changes.current import change_set
from crm.imports.kinds import KINDS
from crm.imports.mapping import guess
from customers.models import Customer
from sites.models import Site
from staff.models import User
from tests.importing import applied, changes, checked, errors, upload, warnings
from tests.transfer.world import populate, set_up

pytestmark = pytest.mark.django_db
KEYS = {"customers": "number", "sites": "name", "contacts": "person"}
Files = dict[str, str]


@pytest.fixture
def files(ana: User, client: Client) -> "Callable[[str], Files]":
    """Everything of each list, in the order it was made, as CSV or as a spreadsheet saves its sheet as CSV."""
    client.force_login(ana)

    def files(format: str = "csv") -> Files:
        made = {}
        for noun in KEYS:
            response: Any = client.get(f"/{noun}/all.{format}?sort=created_at")
            content = response.getvalue()
            made[noun] = content.decode("utf-8-sig") if format == "csv" else saved_as_csv(content)
        return made

    return files


def saved_as_csv(workbook: bytes) -> str:
    saved = io.StringIO()
    rows = load_workbook(io.BytesIO(workbook)).active.iter_rows(values_only=True)
    csv.writer(saved, delimiter=";").writerows([["" if cell is None else cell for cell in row] for row in rows])
    return saved.getvalue()


def bring_in(files: Files, by: User) -> None:
    """The three files, one after another, as somebody who moves chooses their columns."""
    for noun, content in files.items():
        batch = upload(noun, content, by=by)
        mapping = {
            index: "person" if (noun, name) == ("contacts", "number") else name for index, name in batch.mapping.items()
        }
        batch = applied(checked(batch, mapping=mapping, key=KEYS[noun]), by=by)
        assert not batch.refused, errors(batch)
        assert not batch.warned, warnings(batch)


def by_person(content: str) -> list[list[list[str]]]:
    """The lines of each person without our number: people are numbered anew in another installation."""
    delimiter = ";" if content.partition("\n")[0].count(";") else ","
    people: dict[str, list[list[str]]] = {}
    for number, *cells in csv.reader(io.StringIO(content, newline=""), delimiter=delimiter):
        people.setdefault(number, []).append(cells)
    return sorted(sorted(lines) for lines in people.values())


@pytest.mark.feature("F033", "F073", "F078")
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_everything_taken_out_and_brought_into_an_empty_installation_is_the_same(
    ana: User, files: Callable[..., Files], format: str
) -> None:
    set_up(ana)
    before_it_all = transaction.savepoint()
    populate(ana)
    before, counted = files(format), counts()
    transaction.savepoint_rollback(before_it_all)
    assert not Customer.objects.exists() and not Contact.objects.exists() and not Site.objects.exists()
    bring_in(before, ana)
    after = files(format)
    assert after["customers"] == before["customers"]
    assert after["sites"] == before["sites"]
    assert by_person(after["contacts"]) == by_person(before["contacts"])
    assert counts() == counted


def counts() -> dict[str, int]:
    """What is in use, by noun."""
    live = (Customer, Site, Contact, CustomerContact)
    covered = CoveredSite.objects.filter(link__archived_at=None)
    decided = Consent.objects.newest()
    return {
        **{
            each.__name__: each.objects.filter(archived_at=None).count() for each in live if each is not CustomerContact
        },
        "links": CustomerContact.objects.live().filter(customer__archived_at=None).count(),
        "covered": covered.count(),
        "decided": len(decided),
    }


def test_a_file_of_everything_brought_in_where_it_came_from_changes_nothing(
    ana: User, files: Callable[..., Files]
) -> None:
    set_up(ana)
    populate(ana)
    for noun, content in files().items():
        batch = upload(noun, content, by=ana)
        key = "name" if noun == "sites" else "number"
        batch = checked(batch, mapping=batch.mapping, key=key)
        assert set(batch.counts) == {"skip"}, (noun, errors(batch), changes(batch))


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("noun", KEYS)
def test_every_heading_is_understood_as_the_field_it_came_from(
    ana: User, files: Callable[..., Files], noun: str, language: str
) -> None:
    set_up(ana)
    with change_set(by=ana, verb="prepare"):
        ana.language = language
        ana.save()
    header = next(csv.reader(io.StringIO(files()[noun])))
    assert guess(KINDS[noun], header) == {str(n): name for n, name in enumerate(KINDS[noun].written(ana))}

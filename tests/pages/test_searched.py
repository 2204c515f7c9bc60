"""A list that is searched finds first and sorts then, and answers what any list would."""

from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from contacts.filters import ContactFilter
from contacts.models import Contact
from contacts.tables import ContactTable
from crm.pages import searched
from crm.pages.listing import Listing
from crm.pages.searched import SearchedListing
from tests.factories import ContactFactory, person

NAMES = ("Abel", "Bach", "Costa", "Diaz", "Moreau", "Moreau", "Moreau", "Moreau", "Zola")


@pytest.fixture
def people(db: None, monkeypatch: pytest.MonkeyPatch) -> list[Contact]:
    """Few count as many here: more than two matches, looked for among the first three rows."""
    monkeypatch.setattr(searched, "CAP", 2)
    monkeypatch.setattr(searched, "AHEAD", 3)
    return [ContactFactory(family_name=name, given_name=f"Ida {n}") for n, name in enumerate(NAMES)]


def read(kind: type[Listing], query: str) -> Listing:
    return kind(Contact.objects.all(), ContactFilter, ContactTable, QueryDict(query), person("ana"))


def names(listing: Listing) -> list[str]:
    return [str(row) for row in listing.window.rows]


@pytest.mark.parametrize("text", ["zola", "moreau", "ida", "nobody", "mor ida", ""])
@pytest.mark.parametrize("more", ["", "&sort=-name", "&page=2", "&page=last", "&sort=-created_at", "&archived=all"])
def test_rows_are_those_of_a_plain_reading_in_the_same_order(people: list[Contact], text: str, more: str) -> None:
    query = f"q={text}&per_page=2{more}"
    assert names(read(SearchedListing, query)) == names(read(Listing, query))


def test_pages_lead_through_all_matches_and_back(people: list[Contact]) -> None:
    listing = read(SearchedListing, "q=moreau&per_page=2")
    first = names(listing)
    assert listing.count.capped
    assert listing.window.next
    second = read(SearchedListing, f"q=moreau&per_page=2&{_written(listing.window.next)}")
    assert [*first, *names(second)] == [f"Ida {n} Moreau" for n in (4, 5, 6, 7)]
    assert second.window.next is None
    assert second.window.previous
    assert names(read(SearchedListing, f"q=moreau&per_page=2&{_written(second.window.previous)}")) == first


def test_few_matches_are_counted_by_the_same_statement(people: list[Contact]) -> None:
    listing = read(SearchedListing, "q=zola")
    with CaptureQueriesContext(connection) as statements:
        assert (names(listing), listing.count.value) == (["Ida 8 Zola"], 1)
    assert len(statements) == 2


def test_count_costs_no_statement_where_more_pages_follow(
    people: list[Contact], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searched, "CAP", 10)
    listing = read(SearchedListing, "q=moreau&per_page=2")
    with CaptureQueriesContext(connection) as statements:
        assert (len(names(listing)), str(listing.count)) == (2, "4")
    assert len(statements) == 2


def test_rows_that_few_know_of_are_sorted_after_they_are_found(people: list[Contact]) -> None:
    """A common name far down the list: no index of the order may be walked for it."""
    with CaptureQueriesContext(connection) as statements:
        names(read(SearchedListing, "q=moreau&per_page=2"))
    assert "COALESCE" in statements[-1]["sql"]
    with CaptureQueriesContext(connection) as statements:
        names(read(SearchedListing, "q=ida&per_page=2"))
    assert not any("COALESCE" in each["sql"] for each in statements)


def _written(params: dict[str, Any]) -> str:
    written = QueryDict(mutable=True)
    written.update(params)
    return written.urlencode()

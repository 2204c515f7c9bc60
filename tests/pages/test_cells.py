"""Cells made of few values are drawn once for each of them, and never shown for another."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import override
from markupsafe import Markup, escape

from contacts.tables import ContactTable
from crm.pages.cells import KEPT, drawn_once
from customers.tables import CustomerTable
from sites.tables import SiteTable

RIGHTS = {"may_order": True, "may_change": True, "may_accept_quotes": True, "may_receive": True}
TAG = {"name": "Fibre", "colour": "blue", "attention": False, "description": ""}


def cell_of(table: Any, name: str, **values: Any) -> str:
    ((_css, cell),) = table.cells_of([name])
    return cell(SimpleNamespace(**values))


def link(**values: Any) -> dict[str, Any]:
    return {"primary": False, "types": ["Billing"], **RIGHTS, **values}


def test_macro_is_asked_once_for_each_value_and_language() -> None:
    asked: list[Any] = []

    def macro(*values: Any) -> str:
        asked.append(values)
        return Markup("<b>{}</b>").format(escape(values[0]))

    cell = drawn_once(macro, lambda record: (record.colour,))
    for colour in ("red", "blue", "red", "<i>", "blue"):
        assert cell(SimpleNamespace(colour=colour)) == f"<b>{escape(colour)}</b>"
    with override("fr"):
        cell(SimpleNamespace(colour="red"))
    assert asked == [("red",), ("blue",), ("<i>",), ("red",)]


def test_many_different_cells_do_not_fill_the_memory() -> None:
    asked: list[Any] = []
    cell = drawn_once(lambda n: asked.append(n) or str(n), lambda record: (record.n,))
    for n in range(KEPT + 10):
        assert cell(SimpleNamespace(n=n)) == str(n)
    assert cell(SimpleNamespace(n=0)) == "0"
    assert len(asked) == KEPT + 11


@pytest.mark.parametrize(
    ("changed", "holds"),
    [
        ({"may_order": False}, "change, accept quotes, receive"),
        ({"may_receive": False, "may_change": False}, "order, accept quotes"),
        ({}, "everything"),
        (dict.fromkeys(RIGHTS, False), '<span class="cut-short cut-rights"></span>'),
    ],
)
def test_rights_are_said_in_words(changed: dict[str, bool], holds: str) -> None:
    assert holds in cell_of(ContactTable, "rights", shown_links=[link(**changed)])


def test_rights_follow_the_language_of_the_reader() -> None:
    shown = {"shown_links": [link(may_order=False)]}
    said = [cell_of(ContactTable, "rights", **shown)]
    with override("es"):
        said.append(cell_of(ContactTable, "rights", **shown))
    assert "accept quotes" in said[0]
    assert "accept quotes" not in said[1]


def test_first_customer_is_named_and_the_others_are_counted() -> None:
    one = cell_of(ContactTable, "customers", shown_links=[link(customer="Orange", customer_id=7)])
    assert ">Orange</a></span>" in one
    assert "+" not in one
    three = [link(customer=name, customer_id=7) for name in ("Orange", "Lemon", "Lime")]
    several = cell_of(ContactTable, "customers", shown_links=three)
    assert "Orange" in several
    assert "Lemon" not in several
    assert "+2</span>" in several


def test_types_count_the_other_customers_and_mark_the_primary_contact() -> None:
    assert cell_of(ContactTable, "types", shown_links=[]) == ""
    assert cell_of(ContactTable, "types", shown_links=[link()]) == "Billing"
    several = cell_of(ContactTable, "types", shown_links=[link(primary=True, types=["Billing", "<b>"]), link(), link()])
    assert "Primary contact" in several
    assert "Billing, &lt;b&gt;" in several
    assert "+2</span>" in several


def test_tags_and_places_are_those_of_the_record() -> None:
    assert cell_of(CustomerTable, "tags", shown_tags=[]) == ""
    first = cell_of(CustomerTable, "tags", shown_tags=[TAG])
    second = cell_of(CustomerTable, "tags", shown_tags=[TAG | {"attention": True}])
    assert "tag-attention" not in first
    assert "tag-attention" in second
    assert cell_of(SiteTable, "city", city="Lyon", country_code="FR") != cell_of(
        SiteTable, "city", city="Lyon", country_code="US"
    )
    assert "To confirm" in cell_of(SiteTable, "confirmed_at", confirmed_at=None)

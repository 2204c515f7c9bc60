from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from crm.changes.tracked import StaleVersion
from crm.errors import DomainError
from crm.labels.actions import change_attribute, create_attribute, reinstate_attribute, retire_attribute
from crm.labels.attributes import clean_attributes, in_words, loaded, shown_attributes, to_json
from crm.labels.models import AttributeDefinition
from customers.actions import change_customer
from customers.models import Customer
from staff.models import User

MakeAttribute = Callable[..., AttributeDefinition]
MakeCustomer = Callable[..., Customer]

TYPED = [
    ("text", "  Fibre ", "Fibre", "Fibre", "Fibre"),
    ("long_text", "a\nb", "a\nb", "a\nb", "a\nb"),
    ("integer", "0042", 42, 42, "42"),
    ("integer", -3, -3, -3, "-3"),
    ("decimal", "1,50", "1.5", Decimal("1.5"), "1.5"),
    ("decimal", "1e2", "100", Decimal(100), "100"),
    ("decimal", Decimal("0.100"), "0.1", Decimal("0.1"), "0.1"),
    ("boolean", "Oui", True, True, "Yes"),
    ("boolean", False, False, False, "No"),
    ("date", "2026-02-28", "2026-02-28", date(2026, 2, 28), "28 Feb 2026"),
    ("date", date(2024, 2, 29), "2024-02-29", date(2024, 2, 29), "29 Feb 2024"),
    ("choice", "Gold", "Gold", "Gold", "Gold"),
    ("url", "example.com/a", "https://example.com/a", "https://example.com/a", "https://example.com/a"),
]
REFUSED = [
    ("text", "x" * 201),
    ("text", "a\x00b" + "c" * 200),
    ("integer", "4.5"),
    ("integer", str(2**60)),
    ("decimal", "NaN"),
    ("decimal", "Infinity"),
    ("decimal", "1.1234567"),
    ("boolean", "perhaps"),
    ("date", "2026-02-30"),
    ("choice", "Bronze"),
    ("url", "javascript:alert(1)"),
]


@pytest.mark.feature("F004")
@pytest.mark.parametrize(("type", "typed", "stored", "value", "words"), TYPED)
def test_value_is_stored_as_json_and_comes_back_typed(
    attribute: MakeAttribute, type: str, typed: Any, stored: Any, value: Any, words: str
) -> None:
    definition = attribute("Level", type, choices=["Gold", "Silver"])
    attributes = clean_attributes(Customer, {"level": typed})
    assert attributes == {"level": stored}
    assert loaded(definition, attributes) == value
    assert in_words(definition, attributes) == words


@pytest.mark.parametrize(("type", "typed"), REFUSED)
def test_value_of_another_type_is_refused_beside_its_field(attribute: MakeAttribute, type: str, typed: str) -> None:
    attribute("Level", type, choices=["Gold"])
    with pytest.raises(DomainError, match=r"^Level: .+") as refusal:
        clean_attributes(Customer, {"level": typed})
    assert refusal.value.field == "attribute_level"


@given(value=st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**13), max_value=10**13))
def test_decimals_survive_being_stored_and_cleaned_again(value: Decimal) -> None:
    definition = AttributeDefinition(key="rate", label="Rate", type="decimal")
    stored = to_json(definition, value)
    assert Decimal(stored) == value
    assert to_json(definition, stored) == stored


def test_words_follow_the_language(attribute: MakeAttribute) -> None:
    rate, since = attribute("Rate", "decimal"), attribute("Since", "date")
    attributes = {"rate": "1234.5", "since": "2026-02-28"}
    with override("fr"):
        assert (in_words(rate, attributes).replace("\u202f", ""), in_words(since, attributes)) == (
            "1234,5",
            "28/02/2026",
        )


def test_empty_value_takes_the_attribute_away_and_the_unmentioned_stay(attribute: MakeAttribute) -> None:
    attribute("Level", "text")
    attribute("Floor", "integer")
    current = {"level": "a", "floor": 0}
    assert clean_attributes(Customer, {**current, "level": " "}, current=current) == {"floor": 0}
    assert clean_attributes(Customer, {**current, "floor": None}, current=current) == {"level": "a"}
    assert clean_attributes(Customer, {"floor": 0}, current=current) == {"floor": 0}


def test_unknown_attribute_is_refused(attribute: MakeAttribute) -> None:
    with pytest.raises(DomainError, match="no attribute “colour”"):
        clean_attributes(Customer, {"colour": "red"})


def test_required_attribute_must_be_there(attribute: MakeAttribute) -> None:
    attribute("Level", "text", required=True)
    for values in ({}, {"level": ""}):
        with pytest.raises(DomainError, match="Level is required") as refusal:
            clean_attributes(Customer, values)
    assert refusal.value.field == "attribute_level"
    assert clean_attributes(Customer, {"level": "a"}, current={"level": "a"}) == {"level": "a"}


def test_choice_taken_off_the_list_may_stay_but_not_come(ana: User, attribute: MakeAttribute) -> None:
    change_attribute(attribute("Level", "choice", choices=["Gold", "Tin"]), by=ana, choices=["Gold"])
    assert clean_attributes(Customer, {"level": "Tin"}, current={"level": "Tin"}) == {"level": "Tin"}
    with pytest.raises(DomainError):
        clean_attributes(Customer, {"level": "Tin"}, current={"level": "Gold"})


@pytest.mark.parametrize(
    ("label", "key"),
    [("Contract n°", "contract_n"), ("Été 2026", "ete_2026"), ("2nd line", "a_2nd_line"), ("日本", "a")],
)
def test_key_is_made_from_the_label(attribute: MakeAttribute, label: str, key: str) -> None:
    assert attribute(label, "text").key == key
    assert attribute(label, "text").key == f"{key}_2"


@pytest.mark.parametrize(
    ("values", "sentence", "field"),
    [
        ({"type": "choice"}, "at least one choice", "choices"),
        ({"type": "choice", "choices": [" "]}, "at least one choice", "choices"),
        ({"type": "colour"}, "not a valid choice", "type"),
        ({"label": ""}, "cannot be blank", "label"),
        ({"key": "Not__a-key"}, "small letters and digits", None),
        ({"key": "taken"}, "already an attribute with this key", None),
    ],
)
def test_bad_definition_is_refused_in_words(
    ana: User, attribute: MakeAttribute, values: dict[str, Any], sentence: str, field: str | None
) -> None:
    attribute("Taken", "text")
    with pytest.raises(DomainError, match=sentence) as refusal:
        create_attribute(by=ana, **{"noun": Customer, "label": "Level", "type": "text", **values})
    assert refusal.value.field == field
    assert AttributeDefinition.objects.count() == 1


def test_only_nouns_that_keep_attributes_take_them(ana: User) -> None:
    with pytest.raises(DomainError, match="cannot be added"):
        create_attribute(by=ana, noun=Group, label="Level", type="text")


def test_type_cannot_change_under_values_and_can_without(
    ana: User, attribute: MakeAttribute, make_customer: MakeCustomer
) -> None:
    floor = attribute("Floor", "integer")
    floor = change_attribute(floor, by=ana, type="text")
    make_customer("Orange", attributes={"floor": "3b"})
    with pytest.raises(DomainError, match=r"1 records? hold") as refusal:
        change_attribute(floor, by=ana, type="integer")
    assert refusal.value.field == "type"
    assert change_attribute(floor, by=ana, label="Storey", type="text").label == "Storey"


def test_a_stale_definition_form_changes_nothing(ana: User, attribute: MakeAttribute) -> None:
    floor = attribute("Floor", "integer")
    change_attribute(floor, by=ana, version=floor.version, label="Storey")
    with pytest.raises(StaleVersion):
        change_attribute(floor, by=ana, version=floor.version, label="Level")


@pytest.mark.feature("F021")
def test_retired_attribute_keeps_its_values_through_later_edits(
    ana: User, attribute: MakeAttribute, make_customer: MakeCustomer
) -> None:
    floor = attribute("Floor", "integer")
    attribute("Level", "text")
    customer = make_customer("Orange", attributes={"floor": 3, "level": "a"})
    floor = retire_attribute(floor, by=ana)

    attributes = clean_attributes(Customer, {"level": "b"}, current=customer.attributes)
    assert attributes == {"floor": 3, "level": "b"}
    assert clean_attributes(Customer, attributes, current=customer.attributes) == attributes
    with pytest.raises(DomainError):
        clean_attributes(Customer, {"floor": 4}, current=customer.attributes)
    assert [(each.label, words) for each, words in shown_attributes(customer)] == [("Floor", "3"), ("Level", "a")]
    assert not reinstate_attribute(floor, by=ana).retired


@pytest.mark.feature("F021")
@pytest.mark.parametrize("typed", ["gonca", "GONÇALVES", "42.5"])
def test_customer_is_found_by_what_its_attributes_say(
    attribute: MakeAttribute, make_customer: MakeCustomer, typed: str
) -> None:
    attribute("Broker", "text")
    attribute("Rate", "decimal")
    attribute("Partner", "boolean")
    make_customer("Orange", attributes={"broker": "Luís Gonçalves", "rate": "42.5", "partner": True})
    make_customer("Lemon")
    assert [customer.name for customer in Customer.objects.matching(typed)] == ["Orange"]
    assert not Customer.objects.matching("true")


@pytest.mark.feature("F004")
def test_customer_actions_refuse_a_bad_attribute(
    ana: User, attribute: MakeAttribute, make_customer: MakeCustomer
) -> None:
    attribute("Floor", "integer")
    customer = make_customer("Orange", attributes={"floor": "3"})
    assert customer.attributes == {"floor": 3}
    with pytest.raises(DomainError, match="Floor: Enter a whole number"):
        change_customer(customer, by=ana, attributes={"floor": "third"})
    with pytest.raises(DomainError, match="no attribute"):
        change_customer(customer, by=ana, attributes={"loor": 3})

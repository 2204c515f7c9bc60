from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from crm.changes.describe import describe
from crm.changes.models import ChangeSet
from crm.labels.actions import change_attribute, create_tag, retire_attribute
from crm.labels.filters import AttributeFilters, TagFilter
from crm.labels.forms import AttributeFields
from crm.labels.models import AttributeDefinition
from crm.labels.pages import AddTags, RemoveTags
from crm.labels.tables import with_attributes
from crm.pages.bulk import perform_on_rows
from crm.pages.filters import ListFilterSet
from crm.pages.tables import Column, Table
from customers.actions import archive_customer, change_customer
from customers.models import Customer
from staff.models import User

MakeAttribute = Callable[..., AttributeDefinition]
MakeCustomer = Callable[..., Customer]


class Filters(AttributeFilters, ListFilterSet):
    tag = TagFilter()


class Form(AttributeFields, forms.ModelForm):
    class Meta:
        model = Customer
        fields = ("name",)


class CustomerTable(Table):
    name = Column(sort="sort_name")


def found(query: str) -> list[str]:
    filters = Filters(QueryDict(query), Customer.objects.all())
    assert filters.is_valid(), filters.errors
    return sorted(filters.qs.values_list("name", flat=True))


@pytest.fixture
def three(attribute: MakeAttribute, make_customer: MakeCustomer) -> None:
    attribute("Broker", "text")
    attribute("Floor", "integer")
    attribute("Rate", "decimal")
    attribute("Partner", "boolean")
    attribute("Since", "date")
    attribute("Level", "choice", choices=["Gold", "Silver", "Tin"])
    make_customer(
        "Orange",
        attributes={
            "broker": "Luís Gonçalves",
            "floor": 9,
            "rate": "9.5",
            "partner": True,
            "since": "2024-02-29",
            "level": "Gold",
        },
    )
    make_customer(
        "Lemon",
        attributes={"broker": "100%", "floor": 10, "rate": "10.25", "partner": False, "level": "Tin"},
    )
    make_customer("Bare")


@pytest.mark.feature("F004")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("attribute_broker=goncalves", ["Orange"]),
        ("attribute_broker=%25", ["Lemon"]),
        ("attribute_broker=Gold", []),
        ("attribute_floor_min=10", ["Lemon"]),
        ("attribute_floor_min=9&attribute_floor_max=9", ["Orange"]),
        ("attribute_rate_max=9.75", ["Orange"]),
        ("attribute_partner=true", ["Orange"]),
        ("attribute_partner=false", ["Lemon"]),
        ("attribute_since_after=2024-02-29&attribute_since_before=2024-02-29", ["Orange"]),
        ("attribute_since_after=2024-03-01", []),
        ("attribute_level=Gold", ["Orange"]),
        ("attribute_level=Gold&attribute_level=Tin", ["Lemon", "Orange"]),
        ("attribute_level=Silver", []),
        ("attribute_partner=true&attribute_level=Tin", []),
        ("", ["Bare", "Lemon", "Orange"]),
    ],
)
def test_every_type_of_attribute_filters(three: None, query: str, names: list[str]) -> None:
    assert found(query) == names


@pytest.mark.parametrize(
    "query",
    [
        "attribute_floor_min=x",
        "attribute_since_after=soon",
        "attribute_level=Bronze",
        "attribute_partner=maybe",
        "attribute_gone=1",
        "tag=999999",
    ],
)
def test_filter_that_makes_no_sense_is_an_error(three: None, query: str) -> None:
    assert not Filters(QueryDict(query), Customer.objects.all()).is_valid()


def test_retired_attribute_filters_no_more(ana: User, three: None) -> None:
    retire_attribute(AttributeDefinition.objects.get(key="floor"), by=ana)
    assert not Filters(QueryDict("attribute_floor_min=1"), Customer.objects.all()).is_valid()


@pytest.mark.feature("F004")
def test_list_has_a_column_for_each_attribute_in_words_and_plain_for_export(three: None) -> None:
    table_class = with_attributes(CustomerTable, Customer)
    names = ["broker", "floor", "level", "partner", "rate", "since"]
    assert list(table_class.base_columns) == ["name", *(f"attribute_{name}" for name in names)]
    assert table_class.chosen_columns(QueryDict()) == ["name"]
    assert list(CustomerTable.base_columns) == ["name"]

    orange = Customer.objects.get(name="Orange")
    columns = table_class.base_columns
    shown = {name: column.cell(orange, column.accessor) for name, column in columns.items() if name != "name"}
    assert (shown["attribute_partner"], shown["attribute_since"]) == ("Yes", "29 Feb 2024")
    exported = {name: column.export for name, column in columns.items() if name != "name"}
    values = Customer.objects.annotate(**exported).order_by("name").values_list(*exported)
    assert list(values) == [
        (None, None, None, None, None, None),
        ("100%", 10, "Tin", "false", Decimal("10.25"), None),
        ("Luís Gonçalves", 9, "Gold", "true", Decimal("9.5"), date(2024, 2, 29)),
    ]


@pytest.mark.feature("F004")
def test_form_has_a_field_for_each_attribute_and_gives_one_document(three: None) -> None:
    orange = Customer.objects.get(name="Orange")
    form = Form(instance=orange)
    assert form.attribute_names[0] == "attribute_broker"
    assert 'type="date" name="attribute_since" value="2024-02-29"' in str(form["attribute_since"])
    assert '<option value="true" selected>' in str(form["attribute_partner"])

    data = {"name": "Orange", "attribute_floor": "3", "attribute_partner": "false", "attribute_level": "Silver"}
    form = Form(data, instance=orange)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "name": "Orange",
        "attributes": {"floor": 3, "partner": False, "level": "Silver"},
    }


def test_form_shows_each_error_beside_its_field(ana: User, three: None) -> None:
    change_attribute(AttributeDefinition.objects.get(key="broker"), by=ana, required=True)
    form = Form({"name": "Orange", "attribute_floor": "x", "attribute_level": "Bronze"}, instance=Customer())
    assert set(form.errors) == {"attribute_broker", "attribute_floor", "attribute_level"}


def test_choice_taken_off_the_list_is_still_offered_where_it_is_held(ana: User, three: None) -> None:
    change_attribute(AttributeDefinition.objects.get(key="level"), by=ana, choices=["Gold"])
    lemon = Customer.objects.get(name="Lemon")
    assert '<option value="Tin" selected>' in str(Form(instance=lemon)["attribute_level"])
    assert "Tin" not in str(Form(instance=Customer.objects.get(name="Orange"))["attribute_level"])
    form = Form({"name": "Lemon", "attribute_level": "Tin"}, instance=lemon)
    assert form.is_valid() and form.cleaned_data["attributes"] == {"level": "Tin"}


@pytest.mark.feature("F019")
def test_history_tells_attributes_by_label_and_in_words(ana: User, three: None) -> None:
    orange = Customer.objects.get(name="Orange")
    change_customer(orange, by=ana, attributes={**orange.attributes, "partner": False, "rate": "", "floor": 9})
    (change,) = describe(ChangeSet.objects.latest("pk"))
    told = {field.label: (field.before, field.after) for field in change.fields}
    assert told == {"Rate": ("9.5", ""), "Partner": ("Yes", "No")}


@pytest.mark.feature("F020")
def test_bulk_actions_put_tags_on_and_take_them_off(
    ana: User, make_customer: MakeCustomer, django_assert_max_num_queries: Any
) -> None:
    vip = create_tag(by=ana, name="VIP")
    gone = make_customer("Gone")
    for number in range(5):
        make_customer(f"Firm {number}")
    archive_customer(gone, by=ana)
    with django_assert_max_num_queries(25):
        outcome = perform_on_rows(AddTags, Customer.objects.all(), by=ana, values={"tags": [vip]})
    assert (outcome.done, found(f"tag={vip.pk}&archived=all")) == (5, [f"Firm {number}" for number in range(5)])
    change = ChangeSet.objects.latest("pk")
    assert change.counts == {"customers.customertag": {"+": 5}}
    assert perform_on_rows(RemoveTags, Customer.objects.all(), by=ana, values={"tags": [vip]}).done == 5
    assert AddTags.done(1) == "1 record was tagged." and "%" not in RemoveTags.sentence(3)

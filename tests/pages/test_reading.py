"""Rows of a list are read into a queryset that was built before, whatever they are chosen by."""

import pytest
from django.http import QueryDict

from crm.pages.reading import for_list, is_plain, only_read
from customers.models import Customer
from customers.tables import CustomerTable
from customers.views import CustomerList
from tests.factories import CustomerFactory, TagFactory, person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query", ["", "?q=orange", "?city=lyon", "?tag=1&archived=all", "?status=1", "?sort=-number&per_page=25"]
)
def test_rows_read_into_what_was_built_before_are_those_of_the_plain_way(query: str) -> None:
    tag = TagFactory()
    for number in range(4):
        customer = CustomerFactory(name=f"Orange {number}", city="Lyon", tags=[tag], archived=number == 3)
    keys = query.replace("tag=1", f"tag={tag.pk}").replace("status=1", f"status={customer.status_id}")
    params = QueryDict(keys.removeprefix("?"), mutable=True)
    listing = CustomerList.listing_of(Customer.objects.all(), params, person("ana"))
    plain = only_read(for_list(listing.rows), {*CustomerTable.fields_read(listing.columns), listing.order.key})
    expected = [vars(row) | {"_state": None} for row in plain.order_by(*listing.order.names())]
    assert [vars(row) | {"_state": None} for row in listing.window.rows] == expected != []


@pytest.mark.parametrize("query", ["", "q=orange", "city=lyon", "tag=1", "status=1", "stage=customer", "archived=all"])
def test_usual_filters_choose_rows_without_building_the_statement_anew(query: str) -> None:
    keys = {"tag=1": f"tag={TagFactory().pk}", "status=1": f"status={CustomerFactory().status_id}"}
    listing = CustomerList.listing_of(Customer.objects.all(), QueryDict(keys.get(query, query)), person("ana"))
    assert listing.is_valid
    assert is_plain(listing.rows.query)


def test_row_of_which_only_computed_values_are_shown_is_read_by_its_key() -> None:
    CustomerFactory()
    (found,) = only_read(for_list(Customer.objects.all()), {"shown_tags"})
    assert {"name", "search"} <= found.get_deferred_fields()

from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.archive.actions import archive
from crm.changes.models import ChangedCustomer, ChangeSet
from crm.changes.tracked import StaleVersion
from crm.errors import DomainError
from crm.labels.actions import add_tags, change_tag, create_tag, remove_tags, set_tags
from crm.labels.filters import TagFilter
from crm.labels.forms import TagField
from crm.labels.models import Tag
from customers.models import Customer, CustomerTag
from staff.models import User

MakeCustomer = Callable[..., Customer]


@pytest.fixture
def vip(ana: User) -> Tag:
    return create_tag(by=ana, name="VIP", colour="purple")


@pytest.fixture
def late(ana: User) -> Tag:
    return create_tag(by=ana, name="Late payer", colour="red", attention=True)


def tags_of(customer: Customer) -> set[str]:
    return set(customer.tags.values_list("name", flat=True))


@pytest.mark.feature("F020")
def test_tags_are_put_on_many_customers_at_once_with_history(
    ana: User, vip: Tag, late: Tag, make_customer: MakeCustomer
) -> None:
    one, two = make_customer("One", tags=[vip]), make_customer("Two")
    assert add_tags(Customer.objects.all(), by=ana, tags=[vip, late]) == 2

    assert tags_of(one) == tags_of(two) == {"VIP", "Late payer"}
    change = ChangeSet.objects.latest("pk")
    assert (change.verb, change.counts) == ("add_tags", {"customers.customertag": {"+": 3}})
    assert set(ChangedCustomer.objects.filter(change_set=change).values_list("customer_id", flat=True)) == {
        one.pk,
        two.pk,
    }


def test_adding_what_is_there_changes_nothing(ana: User, vip: Tag, make_customer: MakeCustomer) -> None:
    make_customer("One", tags=[vip])
    latest = ChangeSet.objects.latest("pk")
    assert add_tags(Customer.objects.all(), by=ana, tags=[vip]) == 0
    assert ChangeSet.objects.latest("pk") == latest


@pytest.mark.feature("F020")
def test_tags_are_taken_off_many_customers_at_once(ana: User, vip: Tag, late: Tag, make_customer: MakeCustomer) -> None:
    one, two = make_customer("One", tags=[vip, late]), make_customer("Two", tags=[late])
    make_customer("Three")
    assert remove_tags(Customer.objects.all(), by=ana, tags=[late]) == 2
    assert (tags_of(one), tags_of(two)) == ({"VIP"}, set())
    assert CustomerTag.history.filter(history_type="-").count() == 2


def test_tagging_costs_the_same_statements_for_ten_times_the_rows(
    ana: User, vip: Tag, make_customer: MakeCustomer
) -> None:
    for number in range(11):
        make_customer(f"Firm {number}")
    counts = []
    for rows in (Customer.objects.filter(name="Firm 0"), Customer.objects.exclude(name="Firm 0")):
        with CaptureQueriesContext(connection) as queries:
            add_tags(rows, by=ana, tags=[vip])
            remove_tags(rows, by=ana, tags=[vip])
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_archived_customer_takes_no_tag(ana: User, vip: Tag, make_customer: MakeCustomer) -> None:
    gone, stays = make_customer("Gone"), make_customer("Stays")
    archive(gone, by=ana)
    assert add_tags(Customer.objects.all(), by=ana, tags=[vip]) == 1
    assert (tags_of(gone), tags_of(stays)) == (set(), {"VIP"})
    with pytest.raises(DomainError, match="Gone is archived"):
        set_tags(gone, by=ana, tags=[vip])


def test_setting_tags_adds_and_removes_only_the_difference(
    ana: User, vip: Tag, late: Tag, make_customer: MakeCustomer
) -> None:
    new = create_tag(by=ana, name="New")
    customer = make_customer("One", tags=[vip, late])
    kept = customer.tag_links.get(tag=vip).pk
    set_tags(customer, by=ana, tags=[vip, new])
    assert tags_of(customer) == {"VIP", "New"}
    assert customer.tag_links.get(tag=vip).pk == kept
    assert ChangeSet.objects.latest("pk").counts == {"customers.customertag": {"-": 1, "+": 1}}


def test_retired_tag_stays_where_it_is_but_comes_nowhere_else(ana: User, vip: Tag, make_customer: MakeCustomer) -> None:
    has, has_not = make_customer("Has", tags=[vip]), make_customer("Has not")
    change_tag(vip, by=ana, retired=True)
    vip.refresh_from_db()

    set_tags(has, by=ana, tags=[vip])
    assert tags_of(has) == {"VIP"}
    with pytest.raises(DomainError, match="“VIP” is no longer in use"):
        set_tags(has_not, by=ana, tags=[vip])
    with pytest.raises(DomainError, match="no longer in use"):
        add_tags(Customer.objects.all(), by=ana, tags=[vip])

    field = TagField()
    assert vip not in field.queryset
    field.offer(has)
    assert vip in field.queryset and field.initial == [vip.pk]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "vip"}, "already a tag of this name"),
        ({"name": "  "}, "cannot be blank"),
        ({"name": "x" * 61}, "at most 60 characters"),
        ({"name": "New", "colour": "beige"}, "not a valid choice"),
    ],
)
def test_bad_tag_is_refused_in_words(ana: User, vip: Tag, values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        create_tag(by=ana, **values)
    assert Tag.objects.count() == 1


def test_a_stale_tag_form_changes_nothing(ana: User, vip: Tag) -> None:
    change_tag(vip, by=ana, version=vip.version, name="Very important")
    with pytest.raises(StaleVersion):
        change_tag(vip, by=ana, version=vip.version, name="Valued")
    assert Tag.objects.get().name == "Very important"


@pytest.mark.feature("F020")
@pytest.mark.parametrize(
    ("match", "found"), [("any", {"Both", "Only VIP", "Only late"}), ("all", {"Both"}), ("none", {"Neither"})]
)
def test_tag_filter_finds_any_all_or_none(
    vip: Tag, late: Tag, make_customer: MakeCustomer, match: str, found: set[str]
) -> None:
    make_customer("Both", tags=[vip, late])
    make_customer("Only VIP", tags=[vip])
    make_customer("Only late", tags=[late])
    make_customer("Neither")
    rows = TagFilter(match=match).filter(Customer.objects.all(), [vip, late])
    assert sorted(row.name for row in rows) == sorted(found)


def test_tag_options_carry_their_colour_for_the_browser(vip: Tag) -> None:
    class Form(forms.Form):
        tags = TagField()

    html = str(Form()["tags"])
    assert f'<option value="{vip.pk}" data-colour="purple">VIP</option>' in html
    assert "multiple" in html and "data-tags" in html

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from crm.changes.action import action
from crm.changes.bulk import create_from_values, create_rows, remove_rows, save_rows, update_rows
from crm.changes.current import (
    NoChangeSet,
    SystemActor,
    acting_as,
    begin_change_set,
    change_set,
    reopen_change_set,
)
from crm.changes.models import ChangedCustomer, ChangeSet
from crm.errors import DomainError
from crm.labels.models import Tag
from customers.models import Customer, CustomerStatus, CustomerTag, Note
from staff.models import User


@action
def move(customer: Customer, *, by: User, city: str, reason: str = "") -> Customer:
    customer.city = city
    customer.save()
    if city == "Nowhere":
        raise DomainError("There is no such city.")
    return customer


def newest() -> ChangeSet:
    return ChangeSet.objects.latest("pk")


@pytest.mark.feature("F019")
def test_action_leaves_one_change_set_with_actor_verb_reason_and_customers(customer: Customer, ana: User) -> None:
    move(customer, by=ana, city="Nice", reason="They moved")
    found = newest()
    assert (found.actor, found.actor_name, found.verb, found.reason) == (ana, "Ana Ruiz", "move", "They moved")
    assert found.counts == {"customers.customer": {"~": 1}}
    assert list(found.customers.values_list("customer_id", flat=True)) == [customer.pk]
    assert customer.history.first().change_set == found
    assert customer.history.first().city == "Nice"


def test_action_inside_another_joins_its_change_set(customer: Customer, ana: User, ben: User) -> None:
    with change_set(by=ben, verb="move_all", route="bulk"):
        move(customer, by=ana, city="Nice")
    assert (newest().actor, newest().verb, newest().route) == (ben, "move_all", "bulk")


def test_refused_action_inside_another_leaves_no_trace_of_itself(customer: Customer, ana: User) -> None:
    with change_set(by=ana, verb="move_all"):
        Tag.objects.create(name="VIP")
        with pytest.raises(DomainError):
            move(customer, by=ana, city="Nowhere")
    assert newest().counts == {"labels.tag": {"+": 1}}
    assert not newest().customers.exists()
    assert Customer.objects.get().city == ""


def test_change_set_that_changed_nothing_leaves_no_row(ana: User) -> None:
    before = ChangeSet.objects.count()
    with change_set(by=ana, verb="look"):
        update_rows(Customer.objects.none(), city="Nice")
    assert ChangeSet.objects.count() == before


def test_save_outside_any_change_set_is_refused(customer: Customer) -> None:
    customer.city = "Nice"
    with pytest.raises(NoChangeSet), transaction.atomic():
        customer.save()
    assert Customer.objects.get().city == ""


def test_actor_must_be_somebody(db: None) -> None:
    from django.contrib.auth.models import AnonymousUser

    for nobody in (None, AnonymousUser(), User(name="Unsaved", email="x@example.com")):
        with pytest.raises(NoChangeSet), change_set(by=nobody, verb="change"):
            raise AssertionError("never opened")


def test_packages_that_save_by_themselves_act_as_the_ambient_actor(customer: Customer) -> None:
    with acting_as(SystemActor("nightly sync"), "background"):
        customer.city = "Nice"
        customer.save()
    assert (newest().actor_name, newest().by_system, newest().route) == ("nightly sync", True, "background")


def test_change_set_is_never_changed(customer: Customer) -> None:
    found = newest()
    found.actor_name = "Somebody else"
    with pytest.raises(RuntimeError):
        found.save()


def test_update_rows_records_each_row_and_leaves_equal_ones_alone(make_customers: Any, ana: User) -> None:
    with change_set(by=ana, verb="create"):
        first, *others = create_rows(make_customers(5))
    with change_set(by=ana, verb="move"):
        assert update_rows(Customer.objects.filter(pk=first.pk), city="Nice") == 1
        assert update_rows(Customer.objects.order_by("name")[:3], city="Nice") == 2
    assert sorted(Customer.objects.values_list("version", flat=True)) == [1, 1, 2, 2, 2]
    assert newest().counts == {"customers.customer": {"~": 3}}
    assert newest().customers.count() == 3
    assert [row.history_type for row in others[0].history.all()] == ["~", "+"]


def test_update_rows_takes_expressions_and_distinct_or_joined_querysets(customer: Customer, ana: User) -> None:
    with change_set(by=ana, verb="change"):
        tag, other = Tag.objects.create(name="A"), Tag.objects.create(name="B")
        create_rows([CustomerTag(customer=customer, tag=each) for each in (tag, other)])
        rows = Customer.objects.filter(tags__in=[tag, other]).distinct().select_related("status")
        assert update_rows(rows, city=F("name")) == 1
    assert Customer.objects.get().city == customer.history.first().city == "Orange"


def test_rows_are_created_from_values_with_defaults_and_history(ana: User, active: CustomerStatus) -> None:
    given = {"kind": "company", "status_id": active.pk, "phone": "+33142685300", "attributes": {"floors": 2}}
    names = ['Tôwn \\ "x"', "=1+1", "Third\tone"]
    with change_set(by=ana, verb="create"):
        ids = create_from_values(
            Customer, [{**given, "number": f"V-{n}", "name": name} for n, name in enumerate(names)]
        )
    created = Customer.objects.in_bulk(ids)
    assert [created[pk].name for pk in ids] == names
    one = created[ids[0]]
    assert (one.roles, one.stage, one.version, str(one.phone)) == (["customer"], "prospect", 1, "+33142685300")
    assert (one.attributes, one.search.split()[0], one.account_manager) == ({"floors": 2}, "town", None)
    assert newest().counts == {"customers.customer": {"+": 3}}
    assert sorted(newest().customers.values_list("customer_id", flat=True)) == sorted(ids)
    assert list(Customer.history.order_by("id").values_list("name", "history_type")) == [(name, "+") for name in names]


def test_creating_from_no_values_leaves_no_change(ana: User) -> None:
    with change_set(by=ana, verb="create"):
        assert create_from_values(Customer, []) == []
    assert not ChangeSet.objects.filter(verb="create").exists()


def test_save_rows_writes_each_row_its_own_values(make_customers: Any, ana: User, active: CustomerStatus) -> None:
    with change_set(by=ana, verb="create"):
        customers = create_rows(make_customers(3))
    for number, each in enumerate(customers):
        each.city = f"Tôwn '{number}' \\ \"x\""
        each.roles = ["supplier"] * number
        each.attributes = {"floors": number, "list": [1, {"a": None}]}
        each.status = active if number else each.status
        each.country = "BR"
        each.phone = "+33142685300"
        each.stage_forced_at = each.created_at
        each.stage_forced_by = ana if number else None
    fields = ["city", "roles", "attributes", "status", "country", "phone", "stage_forced_at", "stage_forced_by"]
    with change_set(by=ana, verb="change"):
        assert save_rows(customers, fields) == 3
    for each in customers:
        stored = Customer.objects.get(pk=each.pk)
        assert all(getattr(stored, name) == getattr(each, name) for name in (*fields, "version"))
        assert stored.history.first().attributes == each.attributes


def test_remove_rows_keeps_the_last_values_in_history(customer: Customer, ana: User) -> None:
    with change_set(by=ana, verb="tag"):
        link = CustomerTag.objects.create(customer=customer, tag=Tag.objects.create(name="VIP"))
    with change_set(by=ana, verb="untag"):
        assert remove_rows(CustomerTag.objects.all()) == 1
    assert CustomerTag.history.filter(id=link.pk).first().history_type == "-"
    assert newest().customers.get().customer_id == customer.pk


def test_business_rows_are_not_removed(customer: Customer, ana: User) -> None:
    with pytest.raises(TypeError), change_set(by=ana, verb="remove"):
        remove_rows(Customer.objects.all())


def test_change_set_goes_on_in_later_transactions(make_customers: Any, ana: User) -> None:
    row = begin_change_set(by=ana, verb="import", route="import")
    rows = make_customers(4)
    for batch in (rows[:2], rows[2:]):
        with reopen_change_set(row.pk):
            create_rows(batch)
    with reopen_change_set(row.pk):
        update_rows(Customer.objects.all(), city="Nice")
    row.refresh_from_db()
    assert row.counts == {"customers.customer": {"+": 4, "~": 4}}
    assert ChangedCustomer.objects.filter(change_set=row).count() == 4


def test_history_holds_what_the_database_stored(customer: Customer, ana: User) -> None:
    with change_set(by=ana, verb="change"):
        customer.name = "Unsaved name"
        customer.city = "Nice"
        customer.save(update_fields=["city"])
    assert (customer.history.first().name, customer.history.first().city) == ("Orange", "Nice")


def test_changes_of_children_touch_their_customer(customer: Customer, ana: User) -> None:
    with change_set(by=ana, verb="add_note"):
        note = Note.objects.create(customer=customer, author=ana, body="Called")
    with change_set(by=ana, verb="pin"):
        update_rows(Note.objects.filter(pk=note.pk), pinned=True)
    assert ChangedCustomer.objects.filter(customer_id=customer.pk).count() == 3


def test_history_tables_carry_two_indexes_and_no_copy_of_the_actor(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'customers_historicalcustomer'")
        indexes = [definition.partition("USING ")[2] for (definition,) in cursor.fetchall()]
    assert sorted(indexes) == ["btree (change_set_id, id)", "btree (history_id)", "btree (id, history_id DESC)"]
    columns = {field.column for field in Customer.history.model._meta.local_concrete_fields}
    assert not {"history_user_id", "history_change_reason", "search", "sort_name"} & columns


def test_expression_on_an_object_is_refused_where_values_are_written(make_customers: Any, ana: User) -> None:
    with change_set(by=ana, verb="create"):
        customers = create_rows(make_customers(2))
    customers[0].city = F("name")
    with pytest.raises(TypeError, match="expression"), change_set(by=ana, verb="change"):
        save_rows(customers, ["city"])


def test_many_rows_are_created_with_history_in_a_fixed_number_of_statements(make_customers: Any, ana: User) -> None:
    needed = []
    for some in (150, 450):
        rows = make_customers(some)
        for number, row in enumerate(rows):
            row.number = f"{some}-{number}"
        with CaptureQueriesContext(connection) as queries, change_set(by=ana, verb="import"):
            create_rows(rows)
        needed.append(len(queries))
    assert needed[0] == needed[1] <= 8
    assert Customer.history.count() == Customer.objects.count() == 600

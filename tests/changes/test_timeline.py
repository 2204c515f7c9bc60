from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from crm.changes.bulk import create_rows, update_rows
from crm.changes.current import SystemActor, change_set
from crm.changes.models import ChangeSet
from crm.changes.timeline import (
    SIZE,
    Entry,
    Filter,
    Timeline,
    activity_of,
    activity_of_all,
    history_of,
)
from crm.labels.models import Tag
from customers.models import Address, Customer, CustomerStatus, CustomerTag, Note
from staff.models import User


def sentences(timeline: Timeline) -> list[str]:
    return [entry.sentence for day in timeline.days for entry in day.entries]


def entries(timeline: Timeline) -> list[Entry]:
    return [entry for day in timeline.days for entry in day.entries]


@pytest.fixture
def busy(customer: Customer, ana: User, ben: User) -> Customer:
    """A customer with changes of their own, of their note, of their tag, by two people and a machine."""
    with change_set(by=ana, verb="add_note"):
        Note.objects.create(customer=customer, author=ana, body="Called")
    with change_set(by=ben, verb="add_tags"):
        CustomerTag.objects.create(customer=customer, tag=Tag.objects.create(name="VIP"))
    with change_set(by=SystemActor("import 7"), verb="import"):
        update_rows(Customer.objects.all(), city="Nice")
    return customer


@pytest.mark.feature("F019")
def test_activity_of_a_customer_spans_everything_it_owns(busy: Customer) -> None:
    assert sentences(activity_of(busy.pk, about=busy)) == [
        "set the city to Nice",
        "added the tag VIP",
        "created the note Called",
        "created the customer Orange",
    ]


def test_activity_shows_nothing_of_other_customers(busy: Customer, make_customers: Any, ana: User) -> None:
    with change_set(by=ana, verb="create"):
        (other,) = create_rows(make_customers(1))
    with change_set(by=ana, verb="change"):
        update_rows(Customer.objects.all(), city="Lyon")
    newest = entries(activity_of(other.pk, about=other))[0]
    assert newest.sentence == "set the city to Lyon"
    assert [change.pk for change in newest.objects] == [other.pk]
    assert newest.change_set.rows == 2


def test_activity_is_narrowed_by_kind_and_person(busy: Customer, ben: User) -> None:
    notes = activity_of(busy.pk, narrowed=Filter(kind="customers.note"))
    assert sentences(notes) == ["created the note Called for Orange"]
    assert sentences(activity_of(busy.pk, narrowed=Filter(person=str(ben.pk)))) == ["added the tag VIP"]
    assert [each.change_set.actor_name for each in entries(activity_of_all(narrowed=Filter(person="system")))][:1] == [
        "import 7"
    ]
    assert sentences(activity_of(busy.pk, narrowed=Filter(kind="nobody.knows"))) == []


def test_older_entries_come_on_the_next_page(customer: Customer, ana: User) -> None:
    for number in range(SIZE + 3):
        with change_set(by=ana, verb="change"):
            customer.city = f"City {number}"
            customer.save()
    first = activity_of(customer.pk)
    assert first.older is not None
    second = activity_of(customer.pk, narrowed=Filter(before=first.older))
    assert len(entries(first)) == SIZE
    assert len(entries(second)) == 4
    assert second.older is None
    shown = [entry.change_set.pk for page in (first, second) for entry in entries(page)]
    assert shown == sorted(shown, reverse=True)
    assert len(set(shown)) == len(shown)


def test_days_are_local_days(customer: Customer, ana: User, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Paris"
    ChangeSet.objects.update(created_at="2026-07-01T22:30:00+00:00")
    (day,) = activity_of(customer.pk).days
    assert day.day == datetime(2026, 7, 2).date() == localtime(day.entries[0].change_set.created_at).date()


def test_history_of_a_record_holds_its_own_changes(busy: Customer, ana: User) -> None:
    with change_set(by=ana, verb="add_address"):
        Address.objects.create(customer=busy, address_type="other", line1="1 Rue X")
    assert sentences(history_of(busy)) == ["set the city to Nice", "created the customer Orange"]


def test_large_change_set_is_not_read_for_the_activity_of_all(make_customers: Any, ana: User) -> None:
    with change_set(by=ana, verb="import"):
        create_rows(make_customers(60))
    newest = entries(activity_of_all())[0]
    assert (newest.sentence, newest.objects) == ("created 60 customers", [])


def test_statements_of_a_page_are_bounded(busy: Customer, active: CustomerStatus, ana: User) -> None:
    activity_of(busy.pk)  # a process looks content types up once
    with CaptureQueriesContext(connection) as few:
        activity_of(busy.pk)
    for number in range(10):
        with change_set(by=ana, verb="change"):
            Note.objects.create(customer=busy, author=ana, body=f"Note {number}")
            update_rows(Customer.objects.filter(pk=busy.pk), city=f"City {number}")
    with CaptureQueriesContext(connection) as many:
        activity_of(busy.pk)
    assert len(few) == len(many) <= 9

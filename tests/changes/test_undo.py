from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.changes.bulk import create_rows, remove_rows, update_rows
from crm.changes.current import SystemActor, change_set
from crm.changes.describe import describe_rows
from crm.changes.models import ChangeSet, Route
from crm.changes.undo import may_undo, undo_change_set
from crm.changes.undo_plan import StepKind, plan_undo
from crm.errors import DomainError
from crm.labels.models import Tag
from customers.models import Address, Customer, CustomerStatus, CustomerTag
from staff.models import User
from tests.factories import grant

ROBOT = SystemActor("tests")


def newest() -> ChangeSet:
    return ChangeSet.objects.latest("pk")


def set_city(*numbers: str, by: User, city: str) -> ChangeSet:
    with change_set(by=by, verb="move"):
        update_rows(Customer.objects.filter(number__in=numbers), city=city)
    return newest()


@pytest.fixture
def three(make_customers: Any, ana: User) -> list[Customer]:
    with change_set(by=ana, verb="create"):
        return create_rows(make_customers(3, city="Paris"))


@pytest.mark.feature("F019")
def test_one_edit_goes_back_and_leaves_a_change_set_of_its_own(customer: Customer, ana: User) -> None:
    with change_set(by=ana, verb="change_customer"):
        customer.city, customer.email = "Nice", "a@example.com"
        customer.save()
    done = newest()
    undo_change_set(done, by=ROBOT, reason="Typing mistake")
    customer.refresh_from_db()
    assert (customer.city, customer.email, customer.version) == ("", "", 3)
    assert (newest().undoes, newest().route, newest().reason) == (done, Route.UNDO, "Typing mistake")
    assert newest().customers.get().customer_id == customer.pk


def test_bulk_edit_goes_back_to_each_rows_own_value(three: list[Customer], ana: User) -> None:
    set_city("M-1", by=ana, city="Lyon")
    done = set_city("M-0", "M-1", "M-2", by=ana, city="Nice")
    undo_change_set(done, by=ROBOT)
    assert list(Customer.objects.order_by("number").values_list("city", flat=True)) == ["Paris", "Lyon", "Paris"]


def test_later_edits_are_listed_and_never_overwritten(three: list[Customer], ana: User) -> None:
    done = set_city("M-0", "M-1", "M-2", by=ana, city="Nice")
    set_city("M-1", by=ana, city="Lyon")
    plan = plan_undo(done)
    assert plan.count(StepKind.SET_BACK) == 2
    (conflict,) = plan.conflicts
    assert (conflict.change.pk, str(conflict.why)) == (three[1].pk, "It was changed since.")
    (told,) = describe_rows([conflict.change])
    assert [(field.before, field.after) for field in told.fields] == [("Paris", "Lyon")]

    undo_change_set(done, by=ROBOT)
    assert list(Customer.objects.order_by("number").values_list("city", flat=True)) == ["Paris", "Lyon", "Paris"]


def test_other_fields_changed_later_are_kept(customer: Customer, ana: User) -> None:
    with change_set(by=ana, verb="change_customer"):
        customer.city, customer.name = "Nice", "Orange SA"
        customer.save()
    done = newest()
    with change_set(by=ana, verb="change_customer"):
        customer.name, customer.email = "Orange France", "a@example.com"
        customer.save()
    plan = undo_change_set(done, by=ROBOT)
    customer.refresh_from_db()
    assert (customer.city, customer.name, customer.email) == ("", "Orange France", "a@example.com")
    assert [conflict.change.only for conflict in plan.conflicts] == [frozenset({"name"})]


def test_created_records_are_archived_and_their_children_leave_with_them(make_customers: Any, ana: User) -> None:
    with change_set(by=ana, verb="import", route="import"):
        customers = create_rows(make_customers(2))
        Address.objects.create(customer=customers[0], address_type="other", line1="1 Rue X")
        create_rows([CustomerTag(customer=customers[0], tag=Tag.objects.create(name="VIP"))])
    undo_change_set(newest(), by=ROBOT)
    assert all(each.is_archived for each in Customer.objects.all())
    assert Address.objects.get().archive_batch == Customer.objects.get(pk=customers[0].pk).archive_batch
    assert CustomerTag.objects.count() == 1


def test_created_record_that_was_changed_since_stays(three: list[Customer], ana: User) -> None:
    done = newest()
    set_city("M-1", by=ana, city="Lyon")
    plan = undo_change_set(done, by=ROBOT)
    assert [conflict.change.pk for conflict in plan.conflicts] == [three[1].pk]
    assert [each.is_archived for each in Customer.objects.order_by("number")] == [True, False, True]


def test_links_are_taken_off_and_put_back(customer: Customer, ana: User) -> None:
    with change_set(by=ana, verb="tag"):
        tag = Tag.objects.create(name="VIP")
    with change_set(by=ana, verb="add_tags"):
        create_rows([CustomerTag(customer=customer, tag=tag)])
    added = newest()
    undo_change_set(added, by=ROBOT)
    assert not CustomerTag.objects.exists()
    undo_change_set(newest(), by=ROBOT)
    assert CustomerTag.objects.get().tag == tag
    assert CustomerTag.objects.get().version == 2


def test_link_that_is_back_already_is_left_alone(customer: Customer, ana: User) -> None:
    with change_set(by=ana, verb="tag"):
        link = CustomerTag.objects.create(customer=customer, tag=Tag.objects.create(name="VIP"))
        other = CustomerTag.objects.create(customer=customer, tag=Tag.objects.create(name="Late"))
    with change_set(by=ana, verb="untag"):
        remove_rows(CustomerTag.objects.all())
    done = newest()
    with change_set(by=ana, verb="tag"):
        CustomerTag.objects.create(customer=customer, tag=link.tag)
    undo_change_set(done, by=ROBOT)
    assert set(CustomerTag.objects.values_list("tag", flat=True)) == {link.tag_id, other.tag_id}


def test_nothing_is_undone_twice(three: list[Customer], ana: User) -> None:
    done = set_city("M-0", by=ana, city="Nice")
    undo_change_set(done, by=ROBOT)
    set_city("M-0", by=ana, city="Nice")
    with pytest.raises(DomainError, match="undone already"):
        undo_change_set(done, by=ROBOT)
    assert Customer.objects.get(number="M-0").city == "Nice"


def test_undoing_can_be_undone(three: list[Customer], ana: User) -> None:
    undo_change_set(set_city("M-0", by=ana, city="Nice"), by=ROBOT)
    undo_change_set(newest(), by=ROBOT)
    assert Customer.objects.get(number="M-0").city == "Nice"


def test_undo_with_nothing_left_is_refused_and_leaves_no_trace(three: list[Customer], ana: User) -> None:
    done = set_city("M-0", by=ana, city="Nice")
    last = set_city("M-0", by=ana, city="Lyon")
    with pytest.raises(DomainError, match="Nothing is left"):
        undo_change_set(done, by=ROBOT)
    assert newest() == last


def test_record_that_cannot_be_removed_is_listed(ana: User) -> None:
    with change_set(by=ana, verb="create_status"):
        CustomerStatus.objects.create(name="Odd")
    (conflict,) = plan_undo(newest()).conflicts
    assert str(conflict.why) == "This kind of record cannot be removed."


def test_value_taken_by_a_newer_record_is_explained(customer: Customer, ana: User) -> None:
    with change_set(by=ana, verb="add_address"):
        old = Address.objects.create(customer=customer, address_type="billing", line1="1 Rue X")
    with change_set(by=ana, verb="change_address"):
        old.address_type = "other"
        old.save()
    done = newest()
    with change_set(by=ana, verb="add_address"):
        Address.objects.create(customer=customer, address_type="billing", line1="2 Rue Y")
    with pytest.raises(DomainError, match="already has a billing address"):
        undo_change_set(done, by=ROBOT)
    assert not hasattr(ChangeSet.objects.get(pk=done.pk), "undone_by")


def test_undo_needs_the_permission_for_every_kind_of_record(three: list[Customer], ana: User, ben: User) -> None:
    done = set_city("M-0", by=ana, city="Nice")
    with pytest.raises(DomainError, match="may not undo"):
        undo_change_set(done, by=ben)
    grant(ben, "undo_changeset")
    assert not may_undo(User.objects.get(pk=ben.pk), done)
    grant(ben, "change_customer")
    undo_change_set(done, by=User.objects.get(pk=ben.pk))
    assert newest().actor == ben


def test_users_are_not_set_back_behind_their_roles(ana: User, ben: User) -> None:
    with change_set(by=ana, verb="change_user"):
        ben.name = "Benjamin"
        ben.save()
    assert plan_undo(newest()).count() == 0


def test_statements_of_an_undo_do_not_grow_with_its_rows(make_customers: Any, ana: User) -> None:
    with change_set(by=ana, verb="create"):
        create_rows(make_customers(60))
    needed = []
    for some in (5, 50):
        with change_set(by=ana, verb="move"):
            ids = list(Customer.objects.order_by("pk").values_list("pk", flat=True)[:some])
            update_rows(Customer.objects.filter(pk__in=ids), city=f"City {some}", state="X" * some)
        with CaptureQueriesContext(connection) as queries:
            undo_change_set(newest(), by=ROBOT)
        needed.append(len(queries))
    assert needed[0] == needed[1]

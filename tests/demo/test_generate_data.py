"""Measurement data: it keeps every rule that data typed by people keeps."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from crm.archive.models import ArchiveBatch
from crm.changes.current import SystemActor
from crm.changes.models import ChangeSet
from crm.demo.generation import generate
from customers.actions import create_customer
from customers.models import Customer, CustomerTag, Note
from staff.actions import create_user
from staff.models import User

pytestmark = pytest.mark.django_db
COUNT = 240


@pytest.fixture
def someone() -> User:
    return create_user(by=SystemActor("tests"), email="ana@example.com", name="Ana Ruiz")


def generated(count: int = COUNT) -> str:
    out = StringIO()
    call_command("generate_data", customers=count, stdout=out)
    return out.getvalue()


def indexes() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()")
        return {definition for (definition,) in cursor.fetchall()}


def test_as_many_customers_as_asked_for_each_passing_its_own_checks() -> None:
    assert f"{COUNT:,} customers" in generated()
    customers = list(Customer.objects.all())
    assert len(customers) == COUNT
    for customer in customers:
        customer.full_clean()
    assert len({customer.country.code for customer in customers}) > 4


def test_every_row_has_its_history() -> None:
    """The guard on the test database, checked when this test ends, refuses a row without; here is the detail."""
    generated()
    changed = Customer.objects.filter(version=2).latest("pk")
    newest, oldest = changed.history.all()
    assert (newest.history_type, newest.version, newest.status_id) == ("~", 2, changed.status_id)
    assert (oldest.history_type, oldest.version, oldest.status.is_default) == ("+", 1, True)
    assert newest.change_set.created_at == newest.history_date == changed.updated_at
    assert CustomerTag.history.model.objects.count() == CustomerTag.objects.count() > COUNT / 2
    assert (
        Note.history.model.objects.count() == Note.objects.count() == ChangeSet.objects.filter(verb="add_note").count()
    )


def test_an_archived_customer_left_with_a_batch_and_nothing_live() -> None:
    generated()
    archived = Customer.objects.archived()
    assert archived.count() == ArchiveBatch.objects.count() > 0
    for customer in archived.select_related("archive_batch"):
        assert customer.archive_batch.root_id == customer.pk
        assert customer.archived_at == customer.archive_batch.archived_at
        assert not customer.notes.exists()
        assert not customer.addresses.exists()


def test_the_next_customer_gets_the_next_number(someone: User) -> None:
    generated(30)
    assert create_customer(by=someone, kind="company", name="Next Ltd").number == "C-000031"


def test_the_same_seed_invents_the_same_customers() -> None:
    generate(25)
    generate(25)
    names = list(Customer.objects.order_by("pk").values_list("name", "phone", "city"))
    assert names[:25] == names[25:]


def test_every_index_is_there_afterwards() -> None:
    before = indexes()
    generated(10)
    assert indexes() == before


def test_a_database_with_customers_is_left_alone_unless_told_otherwise(someone: User) -> None:
    create_customer(by=someone, kind="company", name="Real Ltd")
    with pytest.raises(CommandError, match="--yes"):
        generated(10)
    call_command("generate_data", customers=10, yes=True, stdout=StringIO())
    assert Customer.objects.count() == 11


def test_less_than_one_customer_is_refused() -> None:
    with pytest.raises(CommandError, match="at least one"):
        generated(0)

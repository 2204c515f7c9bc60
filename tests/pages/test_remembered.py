"""What processes keep of what was set up: used again while it stands, forgotten the moment it changes."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Sum
from django.test import Client

from crm.labels.models import AttributeDefinition
from crm.remembered import remembered, remembering, settled
from crm.remembered.folding import fold_versions
from crm.remembered.models import SetupVersion
from customers.models import Customer
from tests.factories import person

pytestmark = pytest.mark.django_db

WATCHED = (
    "labels_attributedefinition",
    "labels_tag",
    "views_savedview",
    "views_openingview",
    "customers_customerstatus",
    "contacts_contacttype",
)


def version() -> object:
    return SetupVersion.objects.aggregate(sum=Sum("mark"))["sum"]


def touch(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET id = id WHERE false")


@pytest.fixture(autouse=True)
def set_up_before(db: None) -> None:
    """An installation has a version; a database that tests emptied may have none."""
    touch("labels_tag")


def asked(times: list[str]) -> str:
    times.append("asked")
    return f"answer {len(times)}"


def test_answer_is_kept_from_request_to_request_while_nothing_is_set_up() -> None:
    times: list[str] = []
    for _ in range(3):
        with remembering(version()):
            assert settled("colour of the van", lambda: asked(times)) == "answer 1"


@pytest.mark.parametrize("table", WATCHED)
def test_statement_on_a_watched_table_makes_it_ask_again(table: str) -> None:
    times: list[str] = []
    with remembering(before := version()):
        settled("colour of the door", lambda: asked(times))
    touch(table)
    after = version()
    assert after != before
    with remembering(after):
        assert settled("colour of the door", lambda: asked(times)) == "answer 2"


def test_change_that_is_rolled_back_forgets_nothing_that_others_kept() -> None:
    times: list[str] = []
    with remembering(before := version()):
        settled("colour of the roof", lambda: asked(times))
    with transaction.atomic():
        touch("labels_attributedefinition")
        transaction.set_rollback(True)
    with remembering(version()):
        assert settled("colour of the roof", lambda: asked(times)) == "answer 1"
    assert version() == before


@pytest.mark.django_db(transaction=True)
def test_changes_wait_for_nobody_and_each_makes_a_new_version_when_it_is_seen() -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            seen = [version()]
            with transaction.atomic():
                touch("labels_attributedefinition")  # in a transaction that takes long
                cursor.execute("SET lock_timeout = '2s'")
                cursor.execute("UPDATE views_savedview SET id = id WHERE false")
                cursor.execute("SELECT sum(mark) FROM remembered_setupversion")
                seen.append(cursor.fetchone()[0])
            seen.append(version())
    finally:
        other.close()
    assert len(set(seen)) == 3


def test_folded_rows_are_the_same_version() -> None:
    for _ in range(3):
        touch("views_savedview")
    before = version()
    assert fold_versions() == 1 == SetupVersion.objects.count()
    assert version() == before


def test_nothing_is_kept_outside_a_request_that_changes_nothing() -> None:
    times: list[str] = []
    for question in (remembered, settled):
        question("colour of the gate", lambda: asked(times))
        question("colour of the gate", lambda: asked(times))
    assert len(times) == 4
    with remembering():  # somebody who is not signed in: for this request alone
        assert settled("colour of the gate", lambda: asked(times)) == settled("colour of the gate", lambda: "other")


def test_attribute_defined_behind_the_back_of_the_product_stands_on_the_next_page() -> None:
    client = Client()
    client.force_login(person("ana"))
    assert "Van colour" not in client.get("/customers/", {"menu": "display"}).content.decode()
    noun = ContentType.objects.get_for_model(Customer)
    with transaction.atomic():
        AttributeDefinition.objects.bulk_create(
            [AttributeDefinition(noun=noun, key="van_colour", label="Van colour", type="text")]
        )
        assert "Van colour" in client.get("/customers/", {"menu": "display"}).content.decode()
        transaction.set_rollback(True)
    assert "Van colour" not in client.get("/customers/", {"menu": "display"}).content.decode()

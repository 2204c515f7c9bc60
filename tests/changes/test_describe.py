from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.actions import create_contact
from crm.changes import sentences, values
from crm.changes.bulk import create_rows, remove_rows, update_rows
from crm.changes.current import change_set
from crm.changes.describe import ChangeKind, describe
from crm.changes.models import ChangeSet
from crm.changes.sentences import register_verb, sentence
from crm.changes.values import FieldChange, register_describer
from crm.labels.models import Tag
from customers.models import Customer, CustomerStatus, CustomerTag, Note
from staff.models import User
from tests.factories import person


def told(by: User | None = None) -> str:
    newest = ChangeSet.objects.latest("pk")
    return sentence(newest, describe(newest))


@pytest.mark.feature("F019")
def test_change_is_told_with_names_instead_of_ids(customer: Customer, ana: User, active: CustomerStatus) -> None:
    with change_set(by=ana, verb="change_customer"):
        customer.status = active
        customer.country = "BR"
        customer.save()
    (change,) = describe(ChangeSet.objects.latest("pk"))
    assert change.kind == ChangeKind.CHANGED
    assert (change.model_label, change.object_label) == ("Customer", "Orange")
    assert change.fields == [FieldChange("Country", "", "Brazil"), FieldChange("Status", "On trial", "Settled")]


def test_choices_booleans_lists_numbers_and_dates_are_told_in_words(customer: Customer, ana: User) -> None:
    with change_set(by=ana, verb="change_customer"):
        customer.kind = "individual"
        customer.roles = ["customer", "supplier"]
        customer.phone = "+33142685300"
        customer.attributes = {"fax": "12", "floors": 3}
        customer.save()
    (change,) = describe(ChangeSet.objects.latest("pk"))
    found = {field.label: (field.before, field.after) for field in change.fields}
    assert found["Kind"] == ("Company", "Individual")
    assert found["Roles"] == ("Customer", "Customer, Supplier")
    assert found["Phone"][1] == "+33 1 42 68 53 00"
    assert (found["fax"], found["floors"]) == (("", "12"), ("", "3"))


def test_booleans_and_times_are_told_in_words(active: CustomerStatus, ana: User) -> None:
    with change_set(by=ana, verb="change_status"):
        active.allows_jobs = False
        active.save()
    (change,) = describe(ChangeSet.objects.latest("pk"))
    assert change.fields == [FieldChange("Jobs", "Yes", "No")]
    assert values.plain(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "2 Jul 2026, 00:30"
    assert values.plain(Decimal("1234.50")) == "1234.50"


def test_registered_describer_tells_a_json_field(
    customer: Customer, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(values, "_describers", {})
    register_describer(
        Customer, "attributes", lambda before, after, related: [FieldChange("Fax number", "", after["fax"])]
    )
    with change_set(by=ana, verb="change_customer"):
        customer.attributes = {"fax": "12"}
        customer.save()
    assert told() == "set the fax number of Orange to 12"


@pytest.mark.feature("F019")
def test_sentence_tells_fields_and_tags_of_one_change(customer: Customer, ana: User, active: CustomerStatus) -> None:
    with change_set(by=ana, verb="change_customer"):
        tag = Tag.objects.create(name="VIP")
    with change_set(by=ana, verb="change_customer"):
        CustomerTag.objects.create(customer=customer, tag=tag)
        customer.status = active
        customer.save()
    newest = ChangeSet.objects.latest("pk")
    assert sentence(newest, describe(newest), about=customer) == (
        "changed the status from On trial to Settled and added the tag VIP"
    )
    assert told() == "changed the status of Orange from On trial to Settled and added the tag VIP"


def test_many_fields_are_told_by_their_names(customer: Customer, ana: User) -> None:
    with change_set(by=ana, verb="change_customer"):
        customer.city, customer.line1, customer.vat_number, customer.email = "Lyon", "1 Rue X", "FR1", "a@example.com"
        customer.save()
    assert told() == "changed address, city, e-mail and 1 more field of Orange"


def test_long_text_is_not_told_in_the_sentence(customer: Customer, ana: User) -> None:
    with change_set(by=ana, verb="change_customer"):
        customer.internal_note = "x" * 500
        customer.save()
    assert told() == "changed internal note of Orange"


def test_created_children_and_removed_links_are_told(customer: Customer, ana: User) -> None:
    with change_set(by=ana, verb="add_note"):
        Note.objects.create(customer=customer, author=ana, body="Called about the bill")
    assert told() == "created the note Called about the bill for Orange"
    with change_set(by=ana, verb="tag"):
        tags = create_rows([Tag(name="A"), Tag(name="B")])
        create_rows([CustomerTag(customer=customer, tag=tag) for tag in tags])
    assert told() == "created 2 tags and added the tags A and B"
    with change_set(by=ana, verb="untag"):
        remove_rows(CustomerTag.objects.all())
    assert told() == "removed the tags A and B"
    assert {change.kind for change in describe(ChangeSet.objects.latest("pk"))} == {ChangeKind.REMOVED}


def test_large_change_set_is_told_by_its_counts(make_customers: Any, ana: User) -> None:
    with change_set(by=ana, verb="import"):
        create_rows(make_customers(12))
    newest = ChangeSet.objects.latest("pk")
    assert sentence(newest, []) == "created 12 customers"


def test_registered_verb_tells_one_and_many(
    customer: Customer, make_customers: Any, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sentences, "_verbs", {})
    register_verb("archive_customer", "archived")
    with change_set(by=ana, verb="archive_customer"):
        customer.city = "Nice"
        customer.save()
    assert told() == "archived Orange"
    with change_set(by=ana, verb="create"):
        create_rows(make_customers(3))
    with change_set(by=ana, verb="archive_customer"):
        update_rows(Customer.objects.filter(number__startswith="M-"), city="Nice")
    assert told() == "archived 3 customers"


def test_object_saved_twice_in_one_change_set_is_told_once(customer: Customer, ana: User) -> None:
    with change_set(by=ana, verb="change_customer"):
        for city in ("Nice", "Lyon"):
            customer.city = city
            customer.save()
    (change,) = describe(ChangeSet.objects.latest("pk"))
    assert change.fields == [FieldChange("City", "", "Lyon")]


def test_object_made_and_removed_in_one_change_set_is_not_told(customer: Customer, ana: User) -> None:
    with change_set(by=ana, verb="tag"):
        tag = Tag.objects.create(name="VIP")
        CustomerTag.objects.create(customer=customer, tag=tag).delete()
    assert [change.model for change in describe(ChangeSet.objects.latest("pk"))] == [Tag]


def test_statements_do_not_grow_with_the_objects(make_customers: Any, ana: User, active: CustomerStatus) -> None:
    with change_set(by=ana, verb="create"):
        create_rows(make_customers(40))
    needed = []
    for some in (2, 30):
        with change_set(by=ana, verb="change"):
            ids = Customer.objects.order_by("pk").values_list("pk", flat=True)[:some]
            update_rows(Customer.objects.filter(pk__in=list(ids)), status=active, city=f"City {some}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(describe(ChangeSet.objects.latest("pk"))) == some
        needed.append(len(queries))
    assert needed[0] == needed[1] <= 6


def test_nobody_is_named_where_a_new_record_belongs_to_nobody(db: None) -> None:
    contact = create_contact(by=person("ana"), given_name="Nia", family_name="Ford")
    changes = contact.history.get().change_set
    told = str(sentence(changes, describe(changes)))
    assert "Nia Ford" in told
    assert "#None" not in told

"""Files of everything: what stands in them, for whom, and what becomes of numbers of another installation."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from contacts.actions import add_contact, archive_contact, link_contact, record_consent
from contacts.models import Consent, Contact
from crm.imports import applying, checking
from customers.actions import create_customer
from customers.models import Customer
from staff.models import User
from tests.factories import ContactFactory, CustomerFactory, LinkFactory, person
from tests.importing import applied, changes, checked, errors, upload, warnings

pytestmark = pytest.mark.django_db


def everything(client: Client, query: str = "") -> list[dict[str, str]]:
    response: Any = client.get(f"/contacts/all.csv?sort=created_at&{query}")
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"), newline="")))


def test_a_person_has_a_line_for_each_customer_and_one_without_any(ana: User, client: Client) -> None:
    one, other = CustomerFactory(name="One"), CustomerFactory(name="Other")
    link = add_contact(one, by=ana, given_name="Nora", link={"may_order": True})
    link_contact(link.contact, by=ana, customer=other, may_change=True)
    ContactFactory(given_name="Alone", family_name="")
    client.force_login(ana)
    told = [
        (line["Given name"], line["Customer"], line["May order"], line["May change"]) for line in everything(client)
    ]
    assert told == [
        ("Nora", f"{one.number} One", "Yes", "No"),
        ("Nora", f"{other.number} Other", "No", "Yes"),
        ("Alone", "", "", ""),
    ]
    assert [line["Given name"] for line in everything(client, "q=alone")] == ["Alone"]


def test_archived_people_are_left_out_even_where_the_list_shows_them(ana: User, client: Client) -> None:
    archive_contact(ContactFactory(given_name="Gone"), by=ana)
    client.force_login(ana)
    assert client.get("/contacts/?archived=only").content.count(b"Gone")
    assert everything(client, "archived=only") == []


def test_the_list_offers_the_file_to_those_who_may_export(ana: User, client: Client) -> None:
    client.force_login(ana)
    assert b'formaction="/contacts/all.csv"' in client.get("/contacts/").content
    client.force_login(person("vic"))
    assert b"all.csv" not in client.get("/contacts/").content
    assert client.get("/contacts/all.csv").status_code == 403


def test_files_cost_the_same_statements_for_many_people(
    ana: User, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(ana)
    LinkFactory()
    for _ in range(8):
        LinkFactory()
    with django_assert_max_num_queries(14):
        assert len(everything(client)) == 9


def test_our_number_that_nobody_has_here_says_what_to_choose(ana: User) -> None:
    batch = checked(upload("contacts", "our number,given name\n987654321,Nora\n", by=ana))
    assert errors(batch) == [
        "Nobody here has this number. If the file comes from another installation, import the column as "
        "“Number in another installation”."
    ]


def test_our_number_of_somebody_else_never_renames_them(ana: User) -> None:
    there = ContactFactory(given_name="Jeanne", family_name="Doré")
    file = f"our number,given name,family name\n{there.pk},Nora,Berg\n"
    batch = checked(upload("contacts", file, by=ana))
    assert errors(batch) == [
        "This is the number of Jeanne Doré here. If the file comes from another installation, import the column as "
        "“Number in another installation”."
    ]
    married = checked(upload("contacts", file.replace("Nora", "Jeanne"), by=ana))
    assert changes(married) == [{"Family name": ["Doré", "Berg"]}]


def test_numbers_of_another_installation_join_lines_however_far_apart(
    ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "CHUNK", 2)
    monkeypatch.setattr(applying, "CHUNK", 2)
    one, other = CustomerFactory(name="One"), CustomerFactory(name="Other")
    stranger = ContactFactory(given_name="Ines", family_name="Roy")
    lines = [f"{stranger.pk},Nora,{one.number}", "8,A,", "9,B,", "10,C,", f"{stranger.pk},Nora,{other.number}"]
    batch = upload("contacts", "\n".join(["Number in another installation,name,customer", *lines]), by=ana)
    batch = applied(checked(batch), by=ana)
    assert batch.counts == {"create": 5}, errors(batch)
    assert Contact.objects.count() == 5
    assert Contact.objects.get(family_name="Nora").links.count() == 2


def test_customers_keep_their_numbers_only_where_none_is_yet(ana: User) -> None:
    file = "our number,name\nC-000041,Shop\nK7,Bar\nno number,Inn\nc-1,Pub\n"
    batch = applied(checked(upload("customers", file, by=ana), key="number"), by=ana)
    assert batch.counts == {"create": 2, "refused": 2}
    assert errors(batch) == ["A number of ours has neither blanks nor small letters."] * 2
    assert create_customer(by=ana, kind="company", name="Next").number == "C-000042"
    assert set(Customer.objects.values_list("number", flat=True)) == {"C-000041", "K7", "C-000042"}
    again = checked(upload("customers", "our number,name\nC-000099,Late\n", by=ana), key="number")
    assert errors(again) == ["No record has this value. Leave the cell empty for a new one."]


def test_an_old_file_brings_no_decision_back_that_was_withdrawn(ana: User, client: Client) -> None:
    contact = ContactFactory(given_name="Nora")
    told: dict[str, Any] = {"by": ana, "purpose": "surveys", "source": "phone", "basis": "consent"}
    record_consent(contact, granted=True, text_version="web 2024", **told)
    client.force_login(ana)
    response: Any = client.get("/contacts/all.csv")
    old = response.getvalue()
    record_consent(contact, granted=False, **told)
    batch = checked(upload("contacts", old, by=ana))
    assert batch.counts == {"skip": 1}, changes(batch)
    assert warnings(batch) == ["A later decision is known here: this one is left out."]
    assert Consent.objects.count() == 2

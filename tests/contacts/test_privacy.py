"""A person's rights: all their data in a file, and erasure everywhere with a certificate."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from contacts.actions import (
    EmailLine,
    change_contact,
    change_link,
    disclose_contact,
    erase_contact,
    record_consent,
    unlink_contact,
)
from contacts.models import Contact, ContactType, CustomerContact, Erasure
from contacts.privacy.holding import Holding, plan_of, register_identity_keeper, unregister_identity_keeper
from crm.changes.models import ChangeSet
from crm.errors import DomainError
from customers.actions import add_address, add_note, archive_customer, change_customer, create_customer
from customers.models import Customer
from staff.models import User
from tests.factories import LinkFactory, SiteFactory, WarningFactory, person

NAME = "Quintessa"


@pytest.fixture
def quintessa(ana: User) -> Contact:
    """Somebody who is written about in every place there is."""
    link = LinkFactory(given_name=NAME, family_name="Wolfe", email="quintessa@example.com", phone="+33612345678")
    contact = change_contact(
        link.contact,
        by=ana,
        emails=[EmailLine("quintessa.wolfe@example.com", "Quintessa at work")],
        line1="1 Quintessa Road",
        internal_note="Quintessa is deaf in one ear",
        employer="Quintessa Ltd",
    )
    WarningFactory(target=contact, message="Quintessa bites", level="info")
    record_consent(
        contact, by=ana, purpose="surveys", granted=True, source="web", text_version="1", note="Quintessa laughed"
    )
    unlink_contact(link, by=ana, reason="Quintessa left")
    connection.check_constraints()  # as each of these commits before anybody erases
    return Contact.objects.get(pk=contact.pk)


def places_of(text: str) -> list[str]:
    """Every table that holds the text, in any case, in any column."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT count(*) FROM {table} AS row WHERE row::text ILIKE %s", [f"%{text}%"])
            if cursor.fetchone()[0]:
                found.append(model._meta.label)
    return found


@pytest.mark.feature("F097")
def test_erasure_leaves_the_name_nowhere_in_the_database(ana: User, quintessa: Contact) -> None:
    assert len(places_of(NAME)) >= 8
    erase_contact(quintessa, by=ana, reason="Asked by letter")
    connection.check_constraints()
    assert places_of(NAME) == []
    assert places_of("+33612345678") == []
    assert places_of("33612345678") == []


def test_certificate_says_what_went_and_what_stays_and_names_nobody(ana: User, quintessa: Contact) -> None:
    certificate = erase_contact(quintessa, by=ana, reason="Asked by letter")
    lines = {line["what"]: line for line in certificate.lines}
    assert lines["E-mail addresses, with their history"]["rows"] == 2
    kept = [line for line in certificate.lines if line["kept"]]
    assert [line["what"] for line in kept] == ["Decisions about data use: purpose, time, wording"]
    assert all(line["why"] for line in certificate.lines)
    assert Erasure.objects.get().by == ana


def test_what_happened_and_who_did_it_stays(ana: User, quintessa: Contact) -> None:
    before = ChangeSet.objects.count()
    erase_contact(quintessa, by=ana, reason="Asked by letter")
    assert ChangeSet.objects.count() == before + 1
    assert ChangeSet.objects.latest("pk").reason == "Asked by letter"
    erased = Contact.objects.get(pk=quintessa.pk)
    assert str(erased) == f"Erased person {erased.pk}"
    assert erased.is_archived
    assert CustomerContact.objects.filter(contact=erased).exists()


def test_erased_person_is_neither_changed_nor_erased_nor_restored_again(ana: User, quintessa: Contact) -> None:
    from contacts.actions import restore_contact

    erase_contact(quintessa, by=ana, reason="Asked by letter")
    for again in (
        lambda: change_contact(quintessa, by=ana, given_name=NAME),
        lambda: erase_contact(quintessa, by=ana, reason="Again"),
        lambda: restore_contact(quintessa, by=ana),
    ):
        with pytest.raises(DomainError, match="were erased"):
            again()


def test_plan_shows_the_same_and_writes_nothing(ana: User, quintessa: Contact) -> None:
    planned = [each.as_line() for each in plan_of(quintessa)]
    assert NAME in str(Contact.objects.get(pk=quintessa.pk))
    assert erase_contact(quintessa, by=ana, reason="Asked by letter").lines == planned


@pytest.fixture
def customer(ana: User) -> Customer:
    made = create_customer(
        by=ana, kind="individual", name=f"{NAME} Wolfe", email="quintessa@example.com", line1="1 Quintessa Road"
    )
    add_note(made, by=ana, body="Quintessa called")
    add_address(made, by=ana, address_type="billing", line1="Quintessa's mother")
    connection.check_constraints()
    return made


def test_person_who_is_a_live_customer_is_not_erased(ana: User, customer: Customer) -> None:
    with pytest.raises(DomainError, match="Archive the customer first"):
        erase_contact(customer.person, by=ana, reason="Asked")


def test_individual_customer_goes_with_the_person(ana: User, customer: Customer) -> None:
    archive_customer(customer, by=ana, reason="Quintessa moved")
    connection.check_constraints()
    erase_contact(Contact.objects.get(), by=ana, reason="Asked")
    connection.check_constraints()
    assert places_of(NAME) == []
    assert Customer.objects.get().name == customer.number


@pytest.fixture
def invoiced() -> Iterator[None]:
    """As billing will say it of somebody with an issued invoice."""

    def keep(contact: Contact) -> list[Holding]:
        return [Holding("Invoice 2026-17 with name and address", 1, "Tax law", kept_until=date(2036, 12, 31))]

    register_identity_keeper(keep)
    yield
    unregister_identity_keeper(keep)


def test_somebody_who_was_invoiced_is_erased_but_for_what_the_law_keeps(
    ana: User, customer: Customer, invoiced: None
) -> None:
    archive_customer(customer, by=ana)
    connection.check_constraints()
    certificate = erase_contact(Contact.objects.get(), by=ana, reason="Asked")
    connection.check_constraints()
    kept = {line["what"]: line for line in certificate.lines if line["kept"]}
    invoice = kept.pop("Invoice 2026-17 with name and address")
    assert (invoice["kept_until"], invoice["why"]) == ("2036-12-31", "Tax law")
    assert kept == {}
    customer = Customer.objects.get()
    assert (customer.name, customer.line1) == (f"{NAME} Wolfe", "1 Quintessa Road")
    assert [each.line1 for each in customer.addresses.all()] == ["Quintessa's mother"]  # where the invoice went
    assert places_of("quintessa@example.com") == []
    assert places_of("Quintessa called") == []
    assert not Contact.objects.matching(NAME).exists()


def test_plan_of_somebody_invoiced_says_field_by_field_what_goes_and_what_stays_until_when(
    ana: User, browser: Client, customer: Customer, invoiced: None
) -> None:
    archive_customer(customer, by=ana)
    connection.check_constraints()
    erased, kept = browser.get(f"/contacts/{customer.person.pk}/erase/").content.decode().split(">Kept<")
    for each in ("e-mail, phone, website, notes", "Notes on the customer", "E-mail addresses, with their history"):
        assert each in erased
    assert "Invoice 2026-17 with name and address" in kept
    assert re.search(r"until\s[^<]*2036<div class=\"quiet\">Tax law", kept)


@pytest.mark.feature("F097")
def test_all_data_of_a_person_come_in_a_file(browser: Client, quintessa: Contact) -> None:
    response = browser.post(f"/contacts/{quintessa.pk}/data.zip")
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    data: dict[str, Any] = json.loads(archive.read("data.json"))
    assert data["person"][0]["given_name"] == NAME
    assert {row["address"] for row in data["emails"]} == {"quintessa@example.com", "quintessa.wolfe@example.com"}
    assert data["warnings"][0]["message"] == "Quintessa bites"
    assert data["consents"][0]["text_version"] == "1"
    assert len(data["earlier"]) >= 3
    rows = list(csv.DictReader(io.StringIO(archive.read("emails.csv").decode("utf-8-sig"))))
    assert len(rows) == 2
    assert {f"{name}.csv" for name in data} | {"data.json"} == set(archive.namelist())


@pytest.mark.feature("F097")
def test_history_says_who_handed_over_whose_data_and_when(ana: User, browser: Client, quintessa: Contact) -> None:
    assert browser.get(f"/contacts/{quintessa.pk}/data.zip").status_code == 405
    assert not ChangeSet.objects.filter(verb="disclose_contact").exists()
    customer = LinkFactory(contact=quintessa).customer
    browser.post(f"/contacts/{quintessa.pk}/data.zip")
    done = ChangeSet.objects.get(verb="disclose_contact")
    assert (done.actor_id, list(done.customers.values_list("customer_id", flat=True))) == (ana.pk, [customer.pk])
    for page in (f"/contacts/{quintessa.pk}/history/", "/changes/", f"/customers/{customer.pk}/activity/"):
        assert f"handed over the data of {NAME}" in browser.get(page).content.decode(), page
    assert Contact.objects.get(pk=quintessa.pk).version == quintessa.version


def test_that_data_were_handed_over_stays_known_when_they_are_erased(
    ana: User, browser: Client, quintessa: Contact
) -> None:
    disclose_contact(quintessa, by=ana)
    erase_contact(quintessa, by=ana, reason="Asked by letter")
    told = browser.get(f"/contacts/{quintessa.pk}/history/").content.decode()
    assert "handed over the data of" in told
    assert NAME not in told
    assert browser.post(f"/contacts/{quintessa.pk}/data.zip").status_code == 404


def read_zip(client: Client, contact: Contact) -> dict[str, Any]:
    archive = zipfile.ZipFile(io.BytesIO(client.post(f"/contacts/{contact.pk}/data.zip").content))
    data: dict[str, Any] = json.loads(archive.read("data.json"))
    return data


def test_file_tells_what_they_are_to_customers_and_all_of_the_customer_they_are(
    ana: User, browser: Client, customer: Customer
) -> None:
    site = SiteFactory(customer=customer, name="Home", line1="1 Quintessa Road")
    billing = ContactType.objects.get(name="Billing")
    change_link(customer.contact_links.get(), by=ana, types=[billing], sites=[site], may_order=True)
    change_customer(customer, by=ana, phone="+33612345678", customer_note="Ring twice")
    data = read_zip(browser, customer.person)
    (link,) = data["customers"]
    assert (link["types"], link["sites"], link["may_order"]) == ("Billing", "Home", True)
    assert data["sites"][0]["line1"] == "1 Quintessa Road"
    assert data["notes"][0]["body"] == "Quintessa called"
    assert data["addresses"][0]["line1"] == "Quintessa's mother"
    assert {row.get("customer_note") for row in data["earlier"] if row["record"] == "customer"} == {"", "Ring twice"}


def test_erasure_by_its_page_leads_to_the_certificate(browser: Client, quintessa: Contact) -> None:
    url = f"/contacts/{quintessa.pk}/erase/"
    page = browser.get(url).content.decode()
    assert "Phone numbers, with their history" in page
    assert "article 7 (1) GDPR" in page
    assert browser.post(url, {"reason": " "}).status_code == 422
    response = browser.post(url, {"reason": "Asked by letter"}, follow=True)
    assert response.redirect_chain[-1][0] == f"/contacts/{quintessa.pk}/certificate/"
    assert NAME not in response.content.decode()
    assert browser.get(url).status_code == 404


def test_nobody_but_administrators_takes_or_erases_all_data(client: Client, quintessa: Contact) -> None:
    client.force_login(person("sam"))
    assert client.post(f"/contacts/{quintessa.pk}/data.zip").status_code == 403
    assert client.get(f"/contacts/{quintessa.pk}/erase/").status_code == 403
    assert not ChangeSet.objects.filter(verb="disclose_contact").exists()

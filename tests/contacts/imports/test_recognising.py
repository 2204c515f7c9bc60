"""Whom a line means: somebody here already, one person of several customers, the customer in person."""

import pytest

from contacts.models import Contact, CustomerContact
from crm.imports import applying, checking
from crm.imports.undoing import undo_import
from customers.actions import create_customer
from customers.models import Customer
from staff.models import User
from tests.contacts.imports.told import ADA, HEADER, told
from tests.factories import CustomerFactory
from tests.importing import Import, changes, errors


def test_a_second_run_changes_nothing_and_a_changed_cell_changes_that_field(
    bring_in: Import, check: Import, shop: Customer
) -> None:
    line = ADA.format(number=shop.number)
    bring_in(HEADER + line)
    assert check(HEADER + line).counts == {"skip": 1}
    batch = check(HEADER + line.replace("Owner", "Boss").replace("may_order", "may order; may receive"))
    assert changes(batch) == [{"Job title": ["Owner", "Boss"], "May receive": ["No", "Yes"]}]
    assert check(HEADER + line.replace("Owner", "Boss"), existing="skip").counts == {"skip": 1}


def test_addresses_and_types_are_added_to_those_there(bring_in: Import, shop: Customer) -> None:
    bring_in(HEADER + ADA.format(number=shop.number))
    batch = bring_in("id,email,work email,types,customer\n7,new@example.com,ada@example.com,Technical,4100\n")
    assert changes(batch) == [
        {
            "E-mail": ["ada@example.com", "new@example.com, ada@example.com (Work)"],
            "Types": ["Billing", "Billing, Technical"],
        }
    ]
    assert told(CustomerContact.objects.get())["emails"] == [("new@example.com", ""), ("ada@example.com", "Work")]
    assert Contact.objects.get().reach == "new@example.com ada@example.com 33612345678"


@pytest.mark.feature("F078")
def test_somebody_who_serves_several_customers_has_a_line_for_each(
    bring_in: Import, check: Import, shop: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = CustomerFactory(name="Other")
    content = (
        "email,name,customer,type,may\n"
        "nora@msp.example,Nora Berg,4100,Technical,may_receive\n"
        f"nora@msp.example,Nora Berg,{other.number},Billing,\n"
    )
    assert bring_in(content).counts == {"create": 2}
    assert check(content).counts == {"skip": 2}
    nora = Contact.objects.get()
    assert {(link.customer.name, *(each.name for each in link.types.all())) for link in nora.links.all()} == {
        ("Café Chaîne", "Technical"),
        ("Other", "Billing"),
    }
    changed = content.replace("Nora Berg,4100", "Nora Bergman,4100").replace("Billing,", "Billing,may_order")
    batch = bring_in(changed.replace(f"Nora Berg,{other.number}", f"Nora Bergman,{other.number}"))
    assert batch.counts == {"update": 2}, errors(batch)
    assert Contact.objects.get().family_name == "Bergman"


def test_lines_of_one_person_that_lie_far_apart_are_one_person_too(
    bring_in: Import, shop: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "CHUNK", 2)
    monkeypatch.setattr(applying, "CHUNK", 2)
    other = CustomerFactory(name="Other")
    lines = [f"nora@msp.example,Nora,{shop.number}", "a@x.example,A,", "b@x.example,B,", "c@x.example,C,"]
    batch = bring_in("\n".join(["email,name,customer", *lines, f"nora@msp.example,Nora,{other.number}"]))
    assert batch.counts == {"create": 5}, errors(batch)
    assert Contact.objects.count() == 4
    assert Contact.objects.get(family_name="Nora").links.count() == 2


def test_two_people_with_one_address_are_told_apart_by_their_customer(bring_in: Import, check: Import) -> None:
    one, other = CustomerFactory(name="One"), CustomerFactory(name="Other")
    bring_in(f"email,name,customer\ninfo@x.example,Ada Byron,{one.number}\n")
    bring_in(f"email,name,customer\ninfo@x.example,Bob Hart,{other.number}\n", key="")
    batch = check(f"email,job title,customer\ninfo@x.example,Boss,{other.number}\n")
    assert batch.rows.get().object_id == Contact.objects.get(family_name="Hart").pk
    batch = check("email,job title\ninfo@x.example,Boss\n")
    assert errors(batch) == ["2 records have this value; which one is meant?"]


@pytest.mark.feature("F074")
def test_the_person_of_an_individual_customer_is_not_made_twice(bring_in: Import, check: Import, ana: User) -> None:
    customer = create_customer(by=ana, kind="individual", name="Jeanne Doré", email="jeanne@example.com")
    content = f"id,name,customer,mobile,job title\n31,DORE Jeanne,{customer.number},+33612345678,Teacher\n"
    batch = bring_in(content)
    assert batch.counts == {"update": 1}, errors(batch)
    person = Contact.objects.get()
    assert (person.job_title, person.external_number, person.given_name) == ("Teacher", "31", "Jeanne")
    customer.refresh_from_db()
    assert (customer.name, str(customer.phone)) == ("Jeanne Doré", "+33612345678")
    assert check(content).counts == {"skip": 1}
    assert errors(check(content, key="")) == [
        "This is the customer, who is here already. Choose what people are recognised by."
    ]
    bring_in(f"id,name,customer\n32,Max Doré,{customer.number}\n")
    assert CustomerContact.objects.filter(customer=customer).count() == 2


def test_a_new_name_of_the_person_is_the_customers_too(bring_in: Import, ana: User) -> None:
    customer = create_customer(by=ana, kind="individual", name="Jeanne Doré", email="jeanne@example.com")
    batch = bring_in("email,last name\njeanne@example.com,Martin\n")
    assert batch.counts == {"update": 1}, errors(batch)
    customer.refresh_from_db()
    assert customer.name == "Jeanne Martin"
    undo_import(batch, by=ana, wait=True)
    customer.refresh_from_db()
    assert (customer.name, Contact.objects.get().family_name) == ("Jeanne Doré", "Doré")

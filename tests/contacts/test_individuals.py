"""An individual customer and the person they are."""

import pytest

from contacts.actions import EmailLine, change_contact, unlink_contact
from contacts.models import Contact
from crm.changes.describe import describe
from crm.changes.models import ChangeSet
from crm.changes.sentences import sentence
from crm.errors import DomainError
from customers.actions import archive_customer, change_customer, create_customer, restore_customer
from customers.models import Customer
from staff.models import User
from tests.factories import CustomerFactory, LinkFactory


@pytest.fixture
def marie(ana: User) -> Customer:
    return create_customer(
        by=ana, kind="individual", name="Marie Dubois", email="Marie@example.com", phone="+33612345678", language="fr"
    )


@pytest.mark.feature("F074")
def test_individual_is_made_with_its_primary_contact(marie: Customer) -> None:
    person = marie.person
    assert (person.given_name, person.family_name, person.language) == ("Marie", "Dubois", "fr")
    assert [str(each) for each in person.emails.all()] == ["marie@example.com"]
    assert person.phones.get().number.as_e164 == "+33612345678"
    link = person.links.get()
    assert link.primary
    assert all(allowed for _right, allowed in link.rights)


def test_company_is_made_without_a_person(ana: User) -> None:
    CustomerFactory()
    assert not Contact.objects.exists()


def test_company_that_turns_out_to_be_a_person_gets_its_contact(ana: User) -> None:
    company = CustomerFactory(name="Jean Petit")
    assert str(change_customer(company, by=ana, kind="individual").person) == "Jean Petit"


@pytest.mark.feature("F074")
def test_customer_edited_changes_the_person(ana: User, marie: Customer) -> None:
    change_customer(marie, by=ana, name="Marie Leroy-Dubois", email="ml@example.com", phone="")
    person = Contact.objects.get()
    assert (person.given_name, person.family_name) == ("Marie", "Leroy-Dubois")
    assert [str(each) for each in person.emails.live()] == ["ml@example.com"]
    assert not person.phones.live().exists()


@pytest.mark.feature("F074")
def test_person_edited_changes_the_customer(ana: User, marie: Customer) -> None:
    emails = [EmailLine("new@example.com"), EmailLine("marie@example.com")]
    change_contact(marie.person, by=ana, family_name="Leroy", emails=emails)
    marie.refresh_from_db()
    assert (marie.name, marie.email) == ("Marie Leroy", "new@example.com")
    assert Contact.objects.get().emails.live().count() == 2


def test_person_leaves_and_returns_with_the_customer(ana: User, marie: Customer) -> None:
    archived = archive_customer(marie, by=ana)
    assert not Contact.objects.live().exists()
    restore_customer(archived, by=ana)
    assert Contact.objects.live().get() == marie.person


def test_person_who_is_the_customer_is_not_taken_off(ana: User, marie: Customer) -> None:
    with pytest.raises(DomainError, match="is the customer"):
        unlink_contact(marie.contact_links.get(), by=ana)


def test_family_member_does_not_become_the_customer(ana: User, marie: Customer) -> None:
    from contacts.actions import add_contact

    child = add_contact(marie, by=ana, given_name="Léa", family_name="Dubois")
    assert not child.primary
    assert child.contact.individual is None


def test_what_came_with_a_new_customer_is_not_told_beside_them(ana: User) -> None:
    CustomerFactory(by=ana, kind="individual", name="Ada Byron", email="ada@byron.example", phone="+33612345678")
    made = ChangeSet.objects.latest("pk")
    assert sentence(made, describe(made)) == "created the customer Ada Byron"


def test_new_contact_of_a_customer_is_told_by_the_name(ana: User) -> None:
    LinkFactory(by=ana, given_name="Ada", family_name="Byron", email="ada@byron.example")
    made = ChangeSet.objects.latest("pk")
    assert sentence(made, describe(made)) == "added the contact Ada Byron"

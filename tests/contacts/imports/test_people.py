"""A file of people: who they are, what they are to which customer, and what they decided."""

import pytest

from contacts.actions import add_contact
from contacts.models import Consent, Contact, CustomerContact
from customers.actions import archive_customer
from customers.models import Customer
from staff.models import User
from tests.contacts.imports.told import ADA, HEADER, told
from tests.factories import CustomerFactory
from tests.importing import Import, errors


@pytest.mark.feature("F073", "F076")
def test_a_line_is_a_person_and_what_they_are_to_a_customer(bring_in: Import, shop: Customer) -> None:
    batch = bring_in(HEADER + ADA.format(number=shop.number))
    assert batch.counts == {"create": 1}, errors(batch)
    link = CustomerContact.objects.get()
    assert told(link) == {
        "given_name": "Ada",
        "family_name": "Byron",
        "job_title": "Owner",
        "employer": "",
        "external_number": "7",
        **dict.fromkeys(("language", "city", "line1", "country"), ""),
        "reach": "ada@example.com 33612345678",
        "emails": [("ada@example.com", "")],
        "phones": [("+33612345678", "Mobile")],
        "customer": "Café Chaîne",
        "types": ["Billing"],
        "rights": [("may order", True), ("may change", False), ("may accept quotes", False), ("may receive", False)],
        "primary": True,
    }
    assert Contact.objects.matching("ada byron 612345678").get() == link.contact


@pytest.mark.parametrize("written", ["{number}", "4100", "CHAIN", "cafe chaine"])
def test_the_customer_is_named_by_any_of_its_numbers_or_its_name(
    bring_in: Import, shop: Customer, written: str
) -> None:
    bring_in("name,customer\nAda Byron," + written.format(number=shop.number))
    assert CustomerContact.objects.get().customer == shop


def test_a_customer_that_is_not_clear_is_refused_with_the_reason(check: Import, shop: Customer, ana: User) -> None:
    CustomerFactory(name="Twin")
    CustomerFactory(name="twin")
    archive_customer(CustomerFactory(name="Gone"), by=ana)
    batch = check("name,customer,type\nA,Twin,\nB,Nobody,\nC,Gone,\nD,4100,Wizard\nE,,Billing\n")
    assert batch.counts == {"refused": 5}
    assert errors(batch) == [
        "2 customers are called “Twin”; write the number of the one that is meant.",
        "No customer is called “Nobody”.",
        "Gone is archived. Restore it first.",
        "There is no contact type “Wizard”. Make it first, or leave the column out.",
        "Whose contact is it? Name the customer in a column, or once for all lines.",
    ]


def test_the_customer_of_all_lines_is_typed_once(bring_in: Import, shop: Customer) -> None:
    bring_in("name\nAda Byron\nBob Hart\n", given={"customer": "4100"})
    assert CustomerContact.objects.filter(customer=shop).count() == 2
    assert [link.contact.given_name for link in CustomerContact.objects.filter(primary=True)] == ["Ada"]


def test_columns_nobody_planned_for_become_labels(bring_in: Import, shop: Customer) -> None:
    content = "name,Pager,Boat,customer\nAda Byron,+33612345678,+33612345679,4100\n"
    bring_in(content, mapping={"0": "name", "1": "phones", "2": "phones", "3": "customer"})
    assert told(CustomerContact.objects.get())["phones"] == [("+33612345678", "Pager"), ("+33612345679", "Boat")]


def test_what_is_no_address_is_kept_in_the_note_with_a_warning(bring_in: Import) -> None:
    batch = bring_in("name,email,phone\nAda Byron,ada at home,12\n")
    assert batch.warned == 1
    assert Contact.objects.get().internal_note == "E-mail: ada at home\nPhone: 12"


def test_the_last_line_that_names_a_primary_contact_counts(bring_in: Import, shop: Customer, ana: User) -> None:
    before = add_contact(shop, by=ana, given_name="Old")
    bring_in("email,name,customer,primary\na@x.example,Ada,4100,yes\nb@x.example,Bob,4100,yes\nc@x.example,Eve,4100,\n")
    assert [str(link.contact) for link in CustomerContact.objects.filter(primary=True)] == ["Bob"]
    batch = bring_in("email,customer,primary,may\nb@x.example,4100,,may_order\na@x.example,4100,yes,may_change\n")
    assert batch.counts == {"update": 2}, errors(batch)
    assert [str(link.contact) for link in CustomerContact.objects.filter(primary=True)] == ["Ada"]
    before.refresh_from_db()
    assert not before.primary


@pytest.mark.feature("F097")
def test_a_decision_without_its_lawful_basis_is_refused(bring_in: Import, check: Import) -> None:
    header = "name,email,Agreed: News and offers by e-mail,Lawful basis,Version of the text,Decided\n"
    batch = check(
        header + "Ada,a@x.example,yes,,,\nBob,b@x.example,yes,Consent,,\nEve,e@x.example,no,Consent,,2999-01-01"
    )
    assert errors(batch) == [
        "Say on which lawful basis this was decided, in a column or once for all lines.",
        "Say which wording the person agreed to.",
        "Nobody can have decided this in the future.",
    ]
    content = header + "Ada,a@x.example,yes,,,2024-05-31\n"
    given = {"consent_basis": "Consent", "consent_text": "web 2024"}
    bring_in(content, given=given)
    consent = Consent.objects.get()
    assert (consent.purpose, consent.granted, consent.basis) == ("news_by_email", True, "consent")
    assert (consent.source, consent.text_version, f"{consent.decided_at:%Y-%m-%d}") == (
        "import",
        "web 2024",
        "2024-05-30",
    )
    assert check(content, given=given).counts == {"skip": 1}
    bring_in(content.replace("yes", "no"), given=given)
    assert [each.granted for each in Consent.objects.order_by("pk")] == [True, False]

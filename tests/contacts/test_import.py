"""A file of people: who they are, what they are to which customer, and what they decided."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client

from contacts.actions import EmailLine, PhoneLine, add_contact, archive_contact, change_contact, link_contact
from contacts.models import Consent, Contact, ContactEmail, ContactType, CustomerContact
from contacts.tables import ContactTable
from crm.changes.models import ChangeSet
from crm.imports import applying, checking
from crm.imports.actions import choose_columns, start_applying, upload_file
from crm.imports.models import ImportBatch
from crm.imports.undoing import undo_import
from customers.actions import archive_customer, create_customer
from customers.models import Customer
from staff.models import User
from tests.factories import CustomerFactory

HEADER = "id,first name,last name,customer,email,mobile,job title,type,may,primary\n"
ADA = "7,Ada,Byron,{number},Ada@Example.com,06 12 34 56 78,Owner,Billing,may_order,yes\n"
Import = Callable[..., ImportBatch]


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def shop(ana: User) -> Customer:
    return CustomerFactory(name="Café Chaîne", external_number="4100", internal_reference="CHAIN", country="FR")


@pytest.fixture
def check(ana: User) -> Import:
    """Upload a file of people and check it."""

    def check(content: str | bytes, **chosen: Any) -> ImportBatch:
        data = content.encode() if isinstance(content, str) else content
        batch = upload_file("contacts", ContentFile(data), by=ana, filename="people.csv")
        proposed = {"mapping": batch.mapping, "key": batch.key, "existing": batch.existing}
        return choose_columns(batch, **{**proposed, **chosen}, wait=True)

    return check


@pytest.fixture
def bring_in(check: Import, ana: User) -> Import:
    def bring_in(content: str | bytes, **chosen: Any) -> ImportBatch:
        batch = check(content, **chosen)
        return start_applying(batch, by=ana, wait=True) if batch.to_apply else batch

    return bring_in


def errors(batch: ImportBatch) -> list[str]:
    return [error["message"] for row in batch.rows.all() for error in row.errors]


def changes(batch: ImportBatch) -> list[dict[str, list[str]]]:
    return [row.changes for row in batch.rows.order_by("line")]


def told(link: CustomerContact) -> dict[str, Any]:
    """All that an import says of a person and a customer."""
    contact = link.contact
    names = ("given_name", "family_name", "job_title", "employer", "external_number", "language", "city", "line1")
    return {
        **{name: getattr(contact, name) for name in names},
        "country": str(contact.country),
        "reach": contact.reach,
        "emails": [(each.address, each.label) for each in contact.emails.filter(archived_at=None)],
        "phones": [(str(each.number), each.label) for each in contact.phones.filter(archived_at=None)],
        "customer": link.customer.name,
        "types": sorted(each.name for each in link.types.all()),
        "rights": link.rights,
        "primary": link.primary,
    }


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


def test_columns_nobody_planned_for_become_labels(bring_in: Import, shop: Customer) -> None:
    content = "name,Pager,Boat,customer\nAda Byron,+33612345678,+33612345679,4100\n"
    bring_in(content, mapping={"0": "name", "1": "phones", "2": "phones", "3": "customer"})
    assert told(CustomerContact.objects.get())["phones"] == [("+33612345678", "Pager"), ("+33612345679", "Boat")]


def test_what_is_no_address_is_kept_in_the_note_with_a_warning(bring_in: Import) -> None:
    batch = bring_in("name,email,phone\nAda Byron,ada at home,12\n")
    assert batch.warned == 1
    assert Contact.objects.get().internal_note == "E-mail: ada at home\nPhone: 12"


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


def test_the_last_line_that_names_a_primary_contact_counts(bring_in: Import, shop: Customer, ana: User) -> None:
    before = add_contact(shop, by=ana, given_name="Old")
    bring_in("email,name,customer,primary\na@x.example,Ada,4100,yes\nb@x.example,Bob,4100,yes\nc@x.example,Eve,4100,\n")
    assert [str(link.contact) for link in CustomerContact.objects.filter(primary=True)] == ["Bob"]
    batch = bring_in("email,customer,primary,may\nb@x.example,4100,,may_order\na@x.example,4100,yes,may_change\n")
    assert batch.counts == {"update": 2}, errors(batch)
    assert [str(link.contact) for link in CustomerContact.objects.filter(primary=True)] == ["Ada"]
    before.refresh_from_db()
    assert not before.primary


def test_undoing_takes_back_people_and_changes_and_the_file_may_come_again(
    bring_in: Import, check: Import, shop: Customer, ana: User
) -> None:
    bring_in("id,name,customer,types\n1,Ada Byron,4100,Billing\n")
    content = (
        "id,name,customer,types,email\n1,Ada King,4100,Technical,ada@x.example\n2,Bob Hart,4100,Billing,bob@x.example\n"
    )
    batch = bring_in(content)
    assert batch.counts == {"update": 1, "create": 1}
    undo_import(batch, by=ana, wait=True)
    assert [str(each) for each in Contact.objects.live()] == ["Ada Byron"]
    link = CustomerContact.objects.live().get()
    assert [each.name for each in link.types.all()] == ["Billing"]
    assert not link.contact.emails.filter(archived_at=None).exists()
    assert check(content).counts == {"update": 1, "create": 1}


def test_an_archived_person_and_one_edited_since_are_refused(
    bring_in: Import, check: Import, ana: User, shop: Customer
) -> None:
    bring_in("id,name,customer\n1,Ada,4100\n2,Bob,4100\n3,Eve,4100\n")
    archive_contact(Contact.objects.get(external_number="1"), by=ana)
    batch = check("id,job title,customer,may\n1,Boss,4100,\n2,Boss,4100,\n3,,4100,may_order\n")
    assert errors(batch) == ["Ada is archived; restore it first."]
    change_contact(Contact.objects.get(external_number="2"), by=ana, city="Brest")
    batch = start_applying(batch, by=ana, wait=True)
    assert (batch.counts, Contact.objects.get(external_number="2").job_title) == ({"refused": 2, "update": 1}, "")
    assert CustomerContact.objects.get(contact__external_number="3").may_order


def test_everything_stands_in_one_change_set_with_its_history_and_its_customers(
    bring_in: Import, shop: Customer
) -> None:
    batch = bring_in(HEADER + ADA.format(number=shop.number))
    done = ChangeSet.objects.get(pk=batch.change_set_id or 0)
    nouns = ("contact", "contactemail", "contactphone", "customercontact", "contacttypelink")
    assert done.counts == {f"contacts.{noun}": {"+": 1} for noun in nouns}
    assert list(done.customers.values_list("customer_id", flat=True)) == [shop.pk]
    assert ContactEmail.history.filter(change_set=done).count() == 1


def test_statements_are_the_same_for_ten_lines_and_for_a_hundred(
    check: Import, ana: User, shop: Customer, django_assert_max_num_queries: Any
) -> None:
    used = []
    for size in (10, 100):
        lines = "".join(
            f"{size}{n},P{n},Q,4100,p{n}.{size}@x.example,+336{n:08},Owner,Billing,may_order,\n" for n in range(size)
        )
        with django_assert_max_num_queries(150) as captured:
            start_applying(check(HEADER + lines), by=ana, wait=True)
        used.append(len(captured))
    assert used[0] == pytest.approx(used[1], abs=4)  # COPY stands in for INSERT from a hundred rows


def test_the_command_imports_people(tmp_path: Path, ana: User, shop: Customer) -> None:
    path = tmp_path / "people.csv"
    path.write_text(HEADER + ADA.format(number=shop.number))
    said = io.StringIO()
    call_command("import_file", "contacts", str(path), "--by", ana.email, stdout=said)
    assert said.getvalue().strip() == "1 line imported."


def test_what_an_export_holds_an_import_reads_back_to_the_same(
    bring_in: Import, check: Import, shop: Customer, ana: User, client: Client
) -> None:
    other = CustomerFactory(name='Other, Ltd; "B"')
    billing, technical = ContactType.objects.order_by("position")[:2]
    reach = {
        "emails": [EmailLine("ana@x.example", "Work"), EmailLine("=a@x.example")],
        "phones": [PhoneLine("+33612345678", "Mobile"), PhoneLine("+34611002233")],
    }
    link = add_contact(
        shop, by=ana, given_name="Ana María", family_name="Ruiz de la Torre", city="-Lyon", country="FR",
        job_title="=1+1", language="es", external_number="77", line1="4, rue d'Or", **reach,
        link={"types": [billing, technical], "may_order": True, "may_receive": True},
    )  # fmt: skip
    add_contact(shop, by=ana, given_name="Zoë", link={"types": [technical]})
    add_contact(other, by=ana, family_name="'t Hof", employer="@work", link={"may_change": True})
    link_contact(link.contact, by=ana, customer=other, types=[technical])
    client.force_login(ana)
    columns = ",".join(ContactTable.base_columns)
    exported = client.get(f"/contacts/export.csv?columns={columns}").getvalue()  # type: ignore[attr-defined]
    again = check(exported)
    assert again.counts == {"skip": 3}, (errors(again), changes(again))


def test_what_an_export_holds_makes_the_same_people_where_they_are_not(
    bring_in: Import, ana: User, client: Client
) -> None:
    content = (
        "id,given name,family name,customer,types,may,primary,E-mail with labels,Phone with labels,works for,address,"
        "city,country,language\n"
        '=1,Ana María,Ruiz de la Torre,One,"Billing, Technical","may_order, may_receive",yes,'
        '"ana@x.example (Work), z@x.example","+33612345678 (Mobile), +34611002233",@work,"4, rue d\'Or",-Lyon,FR,es\n'
        "2,Zoë,,One,Technical,,no,,,,,,,\n"
        '3,,\'t Hof,"Other, Ltd",,may_change,yes,,,,,,,\n'
    )
    CustomerFactory(name="One")
    CustomerFactory(name="Other, Ltd")
    first = bring_in(content)
    assert first.counts == {"create": 3}, errors(first)
    before = [told(each) for each in CustomerContact.objects.live().order_by("pk")]
    client.force_login(ana)
    columns = ",".join(name for name in ContactTable.base_columns if name != "number")
    exported = client.get(f"/contacts/export.csv?sort=created_at&columns={columns}").getvalue()  # type: ignore[attr-defined]
    undo_import(first, by=ana, wait=True)
    assert not CustomerContact.objects.live().exists()
    second = bring_in(exported)
    assert second.counts == {"create": 3}, errors(second)
    assert [told(each) for each in CustomerContact.objects.live().order_by("pk")] == before

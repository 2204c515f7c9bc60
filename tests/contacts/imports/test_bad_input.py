"""What is wrong in a file of people: each refused line names its column and what to do, and the rest goes in."""

from typing import Any

import pytest

from contacts.actions import EmailLine, add_contact, link_contact
from contacts.models import Contact, ContactEmail, ContactPhone, ContactTypeLink, CoveredSite, CustomerContact
from crm.changes.models import ChangeSet
from crm.imports.models import ImportBatch
from crm.imports.undoing import undo_import
from customers.actions import archive_customer
from customers.models import Customer
from staff.models import User
from tests.factories import ContactFactory, CustomerFactory, SiteFactory
from tests.importing import Import, changes, errors

TABLES: Any = (Contact, ContactEmail, ContactPhone, CustomerContact, ContactTypeLink, CoveredSite)


def state() -> dict[str, list[tuple[Any, ...]]]:
    """What stands in the tables of people, but for what any change moves on."""
    moved = {"version", "updated_at", "archive_batch_id", "archived_at"}
    told = {}
    for model in TABLES:
        names = [each.attname for each in model._meta.concrete_fields if each.attname not in moved]
        path = {"Contact": "", "ContactTypeLink": "link__contact__", "CoveredSite": "link__contact__"}
        rows = model._base_manager.filter(**{f"{path.get(model.__name__, 'contact__')}archived_at": None})
        live = rows.filter(archived_at=None) if hasattr(model, "archived_at") else rows
        told[model.__name__] = sorted(live.values_list(*names), key=str)
    return told


def reasons(batch: ImportBatch) -> list[tuple[int, str, str]]:
    """The line, the column and the sentence of each refusal."""
    rows = batch.rows.filter(action="refused").order_by("line")
    return [(row.line, each["column"], each["message"]) for row in rows for each in row.errors]


def test_every_refused_line_names_its_column_and_the_others_go_in(bring_in: Import, shop: Customer, ana: User) -> None:
    archive_customer(CustomerFactory(name="Gone"), by=ana)
    SiteFactory(customer=shop, name="Quai")
    SiteFactory(customer=shop, name="Quai")
    lines = [
        "Ada,4100,,,,,,",
        "Bob,Gone,,,,,,",
        "Cid,4100,Wizard,,,,,",
        "Dan,4100,,may fly,,,,",
        "Eve,4100,,,Quai,,,",
        "Fay,4100,,,Moon,,,",
        "Gus,4100,,,,perhaps,,",
        "Hal,4100,,,,,yes,",
        ",4100,,,,,,",
        f"{'I' * 101},4100,,,,,,",
        "Jo,4100,,,,,,Atlantis",
        "Kim,4100,,,,,,",
    ]
    header = "given name,customer,types,may,sites,primary,Agreed: Surveys,country"
    batch = bring_in("\n".join([header, *lines]))
    assert [(line, column) for line, column, _message in reasons(batch)] == [
        (3, "Customer"), (4, "Types"), (5, "May"), (6, "Sites"), (7, "Sites"), (8, "Primary contact"),
        (9, "Lawful basis"), (10, "Name"), (11, "Given name"), (12, "Country"),
    ]  # fmt: skip
    assert "“Quai”" in reasons(batch)[3][2] and "2 sites" in reasons(batch)[3][2]
    assert all(message.endswith((".", "?")) or ": " in message for _line, _column, message in reasons(batch))
    assert {str(each) for each in Contact.objects.all()} == {"Ada", "Kim"}


def test_undoing_an_import_brings_the_exact_state_back(bring_in: Import, shop: Customer, ana: User) -> None:
    quai = SiteFactory(customer=shop, name="Quai")
    other = CustomerFactory(name="Other")
    nora = add_contact(
        shop, by=ana, given_name="Nora", emails=[EmailLine("n@x.example", "Work")], link={"may_order": True}
    )
    link_contact(nora.contact, by=ana, customer=other)
    before, changed = state(), ChangeSet.objects.count()
    batch = bring_in(
        "our number,given name,customer,email,phone,types,sites,primary,may,city\n"
        f'{nora.contact.pk},Nora Ann,4100,"new@x.example, n@x.example",0612345678,Billing,Quai,yes,may_change,Brest\n'
        f"{nora.contact.pk},,{other.number},,,Technical,,no,may_receive,\n"
        ",Max,4100,max@x.example,,Billing,Quai,yes,,\n"
    )
    assert batch.counts == {"update": 2, "create": 1}, errors(batch)
    assert CoveredSite.objects.filter(site=quai).count() == 2
    assert ChangeSet.objects.count() == changed + 1
    undo_import(batch, by=ana, wait=True)
    assert state() == before


def test_forty_customers_of_one_person_come_in_together(bring_in: Import, check: Import) -> None:
    numbers = [CustomerFactory().number for _ in range(40)]
    lines = [f"9,Nora,Berg,{number},Technical,may_receive" for number in numbers]
    content = "\n".join(["id,first name,last name,customer,types,may", *lines])
    assert bring_in(content).counts == {"create": 40}
    assert Contact.objects.get().links.count() == 40
    assert check(content).counts == {"skip": 40}


def test_the_same_person_and_customer_twice_is_refused_with_the_first_line(check: Import, shop: Customer) -> None:
    batch = check("email,name,customer\nn@x.example,Nora,4100\nN@X.example,Nina,4100\n")
    assert batch.counts == {"create": 1, "refused": 1}
    assert errors(batch) == ["Line 2 has the same “E-mail” already."]


@pytest.mark.parametrize("chunk", [1, 2000])
def test_where_lines_of_one_new_person_contradict_each_other_the_last_counts(
    bring_in: Import, shop: Customer, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.imports.checking.CHUNK", chunk)
    monkeypatch.setattr("crm.imports.applying.CHUNK", chunk)
    other = CustomerFactory(name="Other")
    batch = bring_in(
        "id,name,customer,email,job title,city\n"
        f"5,Nora Berg,4100,a@x.example,Boss,Lyon\n5,Nora Borg,{other.number},b@x.example,Owner,\n"
    )
    assert batch.counts == {"create": 2}, errors(batch)
    nora = Contact.objects.get()
    assert (str(nora), nora.job_title, nora.city) == ("Nora Borg", "Owner", "Lyon")
    assert {each.address for each in nora.emails.all()} == {"a@x.example", "b@x.example"}
    assert "b@x.example" in Contact.objects.get().reach


def test_an_address_that_two_people_have_is_not_guessed(check: Import) -> None:
    for name in ("Ada", "Bob"):
        ContactFactory(given_name=name, email="info@x.example")
    batch = check("email,city\ninfo@x.example,Lyon\n")
    assert reasons(batch) == [(2, "E-mail", "2 records have this value; which one is meant?")]


@pytest.mark.parametrize(
    "written",
    [
        "may order, may receive",
        "peut commander ; peut réceptionner",
        "puede hacer pedidos | puede recibir",
        "may_order\nmay_receive",
    ],
)
def test_rights_are_read_in_every_language(bring_in: Import, shop: Customer, written: str) -> None:
    batch = bring_in(f'name,customer,may\nAda,4100,"{written}"\n')
    assert not batch.refused, errors(batch)
    link = CustomerContact.objects.get()
    assert (link.may_order, link.may_change, link.may_receive) == (True, False, True)


def test_sites_are_added_to_those_a_person_answers_for(bring_in: Import, shop: Customer, check: Import) -> None:
    SiteFactory(customer=shop, name="Quai", reference="12")
    SiteFactory(customer=shop, name='Halle "7", left')
    bring_in("email,name,customer,sites\nn@x.example,Nora,4100,12\n")
    content = 'email,customer,sites\nn@x.example,4100,"""Halle """"7"""", left"""\n'
    batch = bring_in(content)
    assert changes(batch) == [{"Sites": ["12", '12, Halle "7", left']}], errors(batch)
    assert CustomerContact.objects.get().sites.count() == 2
    assert check(content).counts == {"skip": 1}
    assert check("email,customer,sites\nn@x.example,4100,quai\n").counts == {"skip": 1}

"""An import as one deed: its change set, its cost, the command, and how it is taken back."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from contacts.actions import archive_contact, change_contact
from contacts.models import Contact, ContactEmail, CustomerContact
from crm.changes.models import ChangeSet
from crm.imports.actions import start_applying
from crm.imports.undoing import undo_import
from customers.models import Customer
from staff.models import User
from tests.contacts.imports.told import ADA, HEADER
from tests.importing import Import, errors


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

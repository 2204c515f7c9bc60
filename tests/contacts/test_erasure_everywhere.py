"""After an erasure nothing is left of the person anywhere, and nothing brings it back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from contacts.actions import (
    EmailLine,
    PhoneLine,
    add_warning,
    archive_contact,
    change_contact,
    create_contact,
    erase_contact,
    lift_warning,
    link_contact,
    restore_contact,
    restore_link,
    unlink_contact,
)
from contacts.models import Contact, CustomerContact
from contacts.privacy.holding import plan_of
from crm.changes.models import ChangeSet
from crm.changes.undo import undo_change_set
from crm.errors import DomainError
from crm.imports.actions import start_applying
from crm.imports.models import ImportBatch
from crm.imports.undoing import undo_import
from customers.actions import (
    add_note,
    archive_customer,
    restore_customer,
    restore_customers,
)
from customers.models import Customer
from sites.models import PendingSite, Site
from staff.models import User
from tests.factories import CustomerFactory
from tests.importing import applied, checked, upload

WORDS = ("quarrington", "zebulon", "698765432", "hidden lane", "fr76hidden")
HEADER = "Name,E-mail,Phone,Customer number,Note\n"


def left_of(*words: str) -> set[str]:
    """Every table of the database, of whatever package, with a row that holds one of the words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        patterns = [f"%{word}%" for word in words]
        found = set()
        for table in tables:
            cursor.execute(f"SELECT 1 FROM {table} AS row WHERE row::text ILIKE ANY(%s) LIMIT 1", [patterns])
            if cursor.fetchone():
                found.add(table.removeprefix("public."))
    return found


def gone(contact: Contact, by: User) -> Contact:
    """Erased, as if each step before had been committed."""
    connection.check_constraints()
    erase_contact(contact, by=by, reason="Asked by letter")
    connection.check_constraints()
    return Contact.objects.get(pk=contact.pk)


@pytest.mark.feature("F097")
def test_individual_customer_leaves_nothing_in_any_table_nor_in_the_storage(
    ana: User, zebulon: Customer, own_files: Path
) -> None:
    archive_customer(zebulon, by=ana, reason="Zebulon moved")
    assert len(left_of(*WORDS)) >= 14
    with_files = [each for each in own_files.rglob("*") if each.is_file()]
    assert with_files
    contact = gone(zebulon.person, ana)
    assert left_of(*WORDS) == set()
    assert contact.is_archived
    site, waiting = Site.objects.get(), PendingSite.objects.get()
    assert (str(site.latitude), str(site.longitude), site.city) == ("45.800000", "4.800000", "")
    assert waiting.latitude is None


def test_content_of_files_is_deleted_once_the_erasure_stands(
    ana: User, zebulon: Customer, own_files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    archive_customer(zebulon, by=ana)
    with django_capture_on_commit_callbacks(execute=True):
        gone(zebulon.person, ana)
    assert [each for each in own_files.rglob("*") if each.is_file()] == []


@pytest.mark.parametrize(
    "bring_back",
    [
        lambda customer, by: restore_customer(customer, by=by),
        lambda customer, by: undo_change_set(ChangeSet.objects.get(verb="archive_customer"), by=by),
        lambda customer, by: undo_change_set(ChangeSet.objects.get(verb="erase_contact"), by=by),
        lambda customer, by: restore_contact(Contact.objects.get(individual=customer), by=by),
    ],
)
def test_nothing_brings_an_erased_customer_back(
    ana: User, zebulon: Customer, bring_back: Callable[[Customer, User], Any]
) -> None:
    archive_customer(zebulon, by=ana)
    contact = gone(zebulon.person, ana)
    with pytest.raises(DomainError):
        bring_back(zebulon, ana)
    assert left_of(*WORDS) == set()
    assert Contact.objects.get(pk=contact.pk).version == contact.version


def test_bulk_restore_leaves_the_erased_customer_and_brings_the_others(ana: User, zebulon: Customer) -> None:
    other = CustomerFactory(name="Bread", archived=True)
    archive_customer(zebulon, by=ana)
    gone(zebulon.person, ana)
    outcome = restore_customers(Customer.objects.all(), by=ana)
    assert outcome.done == 1
    assert "were erased" in outcome.refusals[0].reasons[0]
    assert not Customer.objects.get(pk=other.pk).is_archived


@pytest.fixture
def contact(ana: User) -> Contact:
    made = create_contact(
        by=ana,
        given_name="Zebulon",
        family_name="Quarrington",
        emails=[EmailLine("zebulon@example.net")],
        phones=[PhoneLine("+33698765432")],
    )
    connection.check_constraints()
    return made


def test_no_change_that_is_undone_afterwards_brings_a_value_back(ana: User, contact: Contact) -> None:
    company, other = CustomerFactory(), CustomerFactory()
    link = link_contact(contact, by=ana, customer=company, may_order=True)
    link_contact(contact, by=ana, customer=other)
    contact = change_contact(contact, by=ana, family_name="Quarrington-Low", line1="1 Hidden Lane", emails=[])
    lift_warning(add_warning(contact, by=ana, message="Zebulon bites"), by=ana, reason="Zebulon is calm")
    unlink_contact(link, by=ana, reason="Zebulon left")
    archive_contact(contact, by=ana, reason="Zebulon died")
    restore_contact(contact, by=ana)
    earlier = list(ChangeSet.objects.order_by("-pk"))
    contact = gone(contact, ana)
    assert left_of(*WORDS) == set()
    for done in earlier:
        try:
            undo_change_set(done, by=ana)
        except DomainError:
            continue
        connection.check_constraints()
    assert left_of(*WORDS) == set()
    assert Contact.objects.get(pk=contact.pk).is_archived


def test_import_that_is_undone_afterwards_brings_nobody_back(ana: User) -> None:
    shop = CustomerFactory()
    line = f"Zebulon Quarrington,zebulon@example.net,+33698765432,{shop.number},1 Hidden Lane\n"
    batch = applied(checked(upload("contacts", f"{HEADER}{line}Ada Lind,,,,\n", by=ana)), by=ana)
    contact = gone(Contact.objects.get(family_name="Quarrington"), ana)
    undo_import(batch, by=ana, wait=True)
    connection.check_constraints()
    assert left_of(*WORDS) == set()
    assert Contact.objects.get(pk=contact.pk).version == contact.version


def test_lines_that_were_refused_and_names_of_files_go_too(ana: User) -> None:
    lines = "Zebulon Quarrington,zebulon@example.net,+33698765432,,\n,zebulon@example.net,,NOPE,\nAda Lind,,,,\n"
    batch = applied(checked(upload("contacts", HEADER + lines, by=ana, filename="quarrington.csv")), by=ana)
    gone(Contact.objects.get(family_name="Quarrington"), ana)
    assert left_of(*WORDS) == set()
    assert batch.rows.get(line=4).raw[0] == "Ada Lind"


def test_line_of_theirs_that_waits_to_be_applied_makes_nobody(ana: User, contact: Contact) -> None:
    """The file itself is read again where somebody chooses other columns: the plan says until when it is kept."""
    lines = "Zebulon Quarrington,z@quarrington.example,,,\nAda Lind,,,,\n"
    batch = checked(upload("contacts", HEADER + lines, by=ana))
    plan = {each.what: each for each in plan_of(contact)}
    assert plan["Uploaded files that were not imported yet"].kept_until
    gone(contact, ana)
    start_applying(ImportBatch.objects.get(pk=batch.pk), by=ana, wait=True)
    connection.check_constraints()
    assert left_of(*WORDS) == set()
    assert [str(each) for each in Contact.objects.live()] == ["Ada Lind"]


def test_somebody_else_of_the_same_name_loses_nothing(ana: User) -> None:
    shop, other = CustomerFactory(), CustomerFactory()
    lines = [f"Zebulon Quarrington,z{n}@example.net,,{each.number},\n" for n, each in enumerate((shop, other))]
    batch = applied(checked(upload("contacts", HEADER + "".join(lines), by=ana)), by=ana)
    unlink_contact(other.contact_links.get(), by=ana, reason="Zebulon Quarrington left")
    gone(shop.contact_links.get().contact, ana)
    namesake = other.contact_links.get()
    assert (str(namesake.contact), namesake.archive_batch.reason) == ("Zebulon Quarrington", "Zebulon Quarrington left")
    assert ChangeSet.objects.filter(reason="Zebulon Quarrington left").exists()
    assert [bool(row.raw) for row in batch.rows.order_by("line")] == [False, True]


def test_reason_on_a_customer_they_serve_is_emptied_where_it_names_them(ana: User, contact: Contact) -> None:
    shop = CustomerFactory()
    link_contact(contact, by=ana, customer=shop)
    archive_customer(shop, by=ana, reason="Zebulon Quarrington closed the shop")
    gone(contact, ana)
    assert left_of(*WORDS) == set()


def test_plan_tells_where_others_name_the_person_and_leaves_that(ana: User, contact: Contact) -> None:
    shop = CustomerFactory(name="Shop", email="zebulon@example.net", customer_note="Ask Zebulon Quarrington")
    link_contact(contact, by=ana, customer=shop)
    add_note(shop, by=ana, body="Zebulon Quarrington ordered")
    twin = create_contact(by=ana, family_name="Twin", phones=[PhoneLine("+33698765432")])
    kept = {each.what: each.rows for each in plan_of(contact) if each.is_kept}
    assert kept == {
        f"Other contacts with the same e-mail address or number: {twin.pk}": 1,
        f"Customers with the same e-mail address or number: {shop.number}": 1,
        f"Notes, warnings and file names of customers they served: {shop.number}": 2,
    }
    gone(contact, ana)
    assert Customer.objects.get(pk=shop.pk).customer_note == "Ask Zebulon Quarrington"


@pytest.mark.parametrize(
    "reason", ["Asked by Zebulon", "quarrington wrote", "ZEBULON@example.net asked", "Called from +33 6 98 76 54 32"]
)
def test_reason_that_names_the_person_is_refused(ana: User, contact: Contact, reason: str) -> None:
    with pytest.raises(DomainError, match="out of the reason") as refusal:
        erase_contact(contact, by=ana, reason=reason)
    assert refusal.value.field == "reason"


def test_somebody_archived_is_erased_and_nobody_makes_them_a_contact_again(ana: User, contact: Contact) -> None:
    link = link_contact(contact, by=ana, customer=CustomerFactory())
    unlink_contact(link, by=ana)
    seen_before = Contact.objects.get(pk=contact.pk)
    archive_contact(contact, by=ana, reason="Zebulon retired")
    gone(contact, ana)
    assert left_of(*WORDS) == set()
    for again in (
        lambda: link_contact(seen_before, by=ana, customer=CustomerFactory()),
        lambda: restore_link(CustomerContact.objects.get(pk=link.pk), by=ana),
        lambda: add_warning(seen_before, by=ana, message="Again"),
    ):
        with pytest.raises(DomainError, match=r"were erased|is archived"):
            again()

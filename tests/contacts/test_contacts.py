"""People: their names, what reaches them, and how they are found."""

from datetime import UTC, datetime

import pytest

from contacts.actions import (
    EmailLine,
    PhoneLine,
    archive_contact,
    change_contact,
    clear_email,
    create_contact,
    mark_bounced,
    mark_suppressed,
    restore_contact,
)
from contacts.finding import find_contacts
from contacts.models import Contact
from crm.changes.models import ChangeSet
from crm.changes.tracked import StaleVersion
from crm.changes.undo import undo_change_set
from crm.errors import DomainError, Refused
from staff.models import User
from tests.factories import ContactFactory, CustomerFactory, LinkFactory

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def found(text: str) -> list[Contact]:
    return list(Contact.objects.matching(text))


@pytest.mark.feature("F073")
def test_contact_is_found_by_any_name_address_or_number(ana: User) -> None:
    contact = create_contact(
        by=ana,
        given_name="Zoé",
        family_name="Müller",
        job_title="IT manager",
        employer="Netzwerk GmbH",
        emails=[EmailLine("Zoe@Example.com", "Work")],
        phones=[PhoneLine("06 12 34 56 78", "Mobile")],
        country_of_phones="FR",
    )
    for text in ("zoe", "MULLER", "netzwerk it", "zoe@example", "06 12 34 56 78", "+33612345678", "3456"):
        assert found(text) == [contact], text
    assert found("nobody") == []


def test_address_typed_from_its_start_finds_whose_begins_so(ana: User) -> None:
    own = ContactFactory(by=ana, email="ada@byron.example")
    inside = ContactFactory(by=ana, email="dr.ada@byron.example")
    assert found("ada@byron.example") == found("ADA@by") == found(" ada@ ") == [own]
    assert {*found("ada")} == {*found("byron.example")} == {*found("@byron")} == {own, inside}


def test_address_that_nobody_begins_with_is_looked_for_inside(ana: User) -> None:
    inside = ContactFactory(by=ana, email="dr.zoe_o%1@byron.example")
    former = ContactFactory(by=ana, email="zoe_o%1@byron.example")
    change_contact(former, by=ana, version=former.version, emails=[EmailLine("zoe@elsewhere.example")])
    assert found("zoe_o%1@byron") == [inside]
    assert found("zoeXo%1@byron") == []


def test_search_box_shows_the_best_few_people_with_whom_they_serve(ana: User) -> None:
    customer = CustomerFactory(by=ana, kind="company", name="Byron Mill")
    LinkFactory(by=ana, given_name="Xavier", family_name="Moore", customer=customer, phone="+33612345678")
    exact = ContactFactory(by=ana, given_name="", family_name="Avi")
    gone = ContactFactory(by=ana, given_name="Avi", family_name="Aaron")
    archive_contact(gone, by=ana, reason="Moved")
    hits = find_contacts(ana, "avi", 6)
    assert [hit.title for hit in hits] == [str(exact), "Xavier Moore", "Avi Aaron"]
    assert hits[1].subtitle == "Byron Mill · +33 6 12 34 56 78"
    assert [hit.title for hit in find_contacts(ana, "avi", 1)] == [str(exact)]


def test_addresses_and_numbers_are_kept_in_one_form(ana: User) -> None:
    contact = ContactFactory(by=ana, email="  Marie.Dubois@EXAMPLE.com ", phone="+33 (0)6-12-34-56-78")
    assert str(contact.emails.get()) == "marie.dubois@example.com"
    assert contact.phones.get().number.as_e164 == "+33612345678"


def test_number_is_read_in_the_way_of_its_country(ana: User) -> None:
    spanish = create_contact(by=ana, family_name="Ruiz", country="ES", phones=[PhoneLine("612 34 56 78")])
    assert spanish.phones.get().number.as_e164 == "+34612345678"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"emails": [EmailLine("no address")]}, "emails"),
        ({"phones": [PhoneLine("12")]}, "phones"),
        ({"given_name": "", "family_name": " "}, "family_name"),
        ({"language": "xx"}, "language"),
    ],
)
def test_bad_value_is_refused_by_its_field(ana: User, values: dict[str, object], field: str) -> None:
    with pytest.raises(DomainError) as refusal:
        create_contact(by=ana, **{"family_name": "Dubois", **values})
    assert refusal.value.field == field
    assert not Contact.objects.exists()


def test_replaced_address_is_archived_and_found_no_more(ana: User) -> None:
    contact = ContactFactory(email="old@example.com")
    change_contact(contact, by=ana, emails=[EmailLine("new@example.com", "Home")])
    assert [str(each) for each in contact.emails.live()] == ["new@example.com"]
    assert contact.emails.count() == 2
    assert found("old@example.com") == []
    assert found("new@example.com") == [contact]


def test_order_of_addresses_is_kept_and_the_same_ones_change_nothing(ana: User) -> None:
    contact = ContactFactory(email="a@example.com")
    lines = [EmailLine("b@example.com"), EmailLine("a@example.com", "Work")]
    contact = change_contact(contact, by=ana, emails=lines)
    assert [str(each) for each in contact.emails.live()] == ["b@example.com", "a@example.com"]
    version, change_sets = contact.version, ChangeSet.objects.count()
    assert change_contact(contact, by=ana, emails=lines).version == version
    assert ChangeSet.objects.count() == change_sets


def test_undoing_a_change_of_addresses_brings_search_back(ana: User) -> None:
    contact = ContactFactory(email="old@example.com")
    change_contact(contact, by=ana, emails=[EmailLine("new@example.com")])
    undo_change_set(ChangeSet.objects.latest("pk"), by=ana)
    assert found("old@example.com") == [contact]
    assert found("new@example.com") == []


def test_returned_mail_shows_and_can_be_cleared_with_a_reason(ana: User) -> None:
    email = ContactFactory(email="full@example.com").emails.get()
    email = mark_bounced(email, by=ana, at=MONDAY)
    assert not email.is_usable
    with pytest.raises(DomainError, match="why"):
        clear_email(email, by=ana, reason=" ")
    assert clear_email(email, by=ana, reason="The mailbox was emptied").is_usable


def test_suppressed_address_is_not_used_again_by_us(ana: User) -> None:
    email = mark_suppressed(ContactFactory(email="no@example.com").emails.get(), by=ana, at=MONDAY)
    with pytest.raises(DomainError, match="suppressed by the person"):
        clear_email(email, by=ana, reason="We would like to")


def test_stale_version_is_refused(ana: User) -> None:
    contact = ContactFactory()
    change_contact(contact, by=ana, job_title="Director")
    with pytest.raises(StaleVersion):
        change_contact(contact, by=ana, version=contact.version, job_title="Caretaker")


def test_archived_contact_leaves_and_returns_with_all_that_reaches_them(ana: User) -> None:
    contact = ContactFactory(email="marie@example.com")
    archived = archive_contact(contact, by=ana, reason="Left the firm")
    assert not Contact.objects.live().exists()
    assert found("marie@example.com") == [contact]  # search finds archived people too
    with pytest.raises(DomainError, match="archived"):
        change_contact(archived, by=ana, job_title="Director")
    assert not restore_contact(archived, by=ana).is_archived


def test_person_who_is_a_customer_is_archived_with_the_customer_alone(ana: User) -> None:
    customer = CustomerFactory(individual=True)
    with pytest.raises(Refused, match="archive the customer"):
        archive_contact(customer.person, by=ana)

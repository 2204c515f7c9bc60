"""People with many addresses, customers, decisions and warnings: what stands open, what is counted, what is kept."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from contacts.actions import (
    EmailLine,
    PhoneLine,
    add_warning,
    archive_contact,
    change_contact,
    erase_contact,
    link_contact,
    mark_suppressed,
    record_consent,
)
from contacts.models import Contact
from contacts.on_customers import SHOWN
from staff.models import User
from tests.factories import ContactFactory, CustomerFactory, LinkFactory


@pytest.fixture
def browser(ana: User, client: Client) -> Client:
    client.force_login(ana)
    return client


@pytest.fixture
def agent(ana: User) -> Contact:
    """Somebody with thirty addresses and as many numbers."""
    emails = [EmailLine(f"agent{each}@example.com", "Work") for each in range(30)]
    phones = [PhoneLine(f"+3361234{each:04}", "Mobile") for each in range(30)]
    return change_contact(ContactFactory(family_name="Agent"), by=ana, emails=emails, phones=phones)


def read(browser: Client, url: str) -> str:
    return browser.get(url).content.decode()


def serve(agent: Contact, customers: int, *, by: User) -> None:
    for _each in range(customers):
        link_contact(agent, by=by, customer=CustomerFactory())


def test_editing_a_person_keeps_every_address_they_have(browser: Client, agent: Contact) -> None:
    page = read(browser, f"/contacts/{agent.pk}/edit/")
    assert (page.count('name="emails"'), page.count('name="phones"')) == (31, 31)
    held = [each.address for each in agent.emails.live()]
    typed = {"emails": [*held, ""], "phones": [str(each.number) for each in agent.phones.live()]}
    browser.post(f"/contacts/{agent.pk}/edit/", {"family_name": "Agent", "job_title": "Boss", **typed})
    assert Contact.objects.get(pk=agent.pk).job_title == "Boss"
    assert [each.address for each in agent.emails.live()] == held
    assert agent.phones.live().count() == 30


def test_more_lines_than_a_form_holds_are_refused_in_words(browser: Client, agent: Contact) -> None:
    typed = {"family_name": "Agent", "emails": [f"a{each}@example.com" for each in range(201)]}
    response = browser.post(f"/contacts/{agent.pk}/edit/", typed)
    assert response.status_code == 422
    assert "At most 200 lines can be kept here." in response.content.decode()
    assert agent.emails.live().count() == 30


def test_overview_opens_with_the_first_and_counts_the_others(browser: Client, agent: Contact, ana: User) -> None:
    serve(agent, 9, by=ana)
    for number in range(8):
        add_warning(agent, by=ana, message=f"Warning {number}")
    page = read(browser, f"/contacts/{agent.pk}/")
    open_part, _, closed = page.partition("48 more numbers and addresses")
    assert (open_part.count("mailto:"), closed.count("mailto:")) == (6, 24)
    assert "3 more warnings" in page
    assert "All 9 customers" in page
    assert page.count('class="contact-line"') == 6
    assert read(browser, f"/contacts/{agent.pk}/customers/").count('class="contact-line"') == 9


def test_statements_are_the_same_for_a_few_and_for_many(
    browser: Client, agent: Contact, ana: User, django_assert_max_num_queries: Any
) -> None:
    serve(agent, 8, by=ana)
    customer = CustomerFactory()
    for _each in range(6):
        LinkFactory(customer=customer)
    urls = [f"/contacts/{agent.pk}/", f"/contacts/{agent.pk}/customers/", f"/customers/{customer.pk}/contacts/"]

    def asked() -> list[int]:
        found = []
        for url in urls:
            read(browser, url)
            with django_assert_max_num_queries(40) as captured:
                read(browser, url)
            found.append(len(captured))
        return found

    few = asked()
    serve(agent, 8, by=ana)
    for number in range(24):
        LinkFactory(customer=customer)
        record_consent(
            agent, by=ana, purpose="surveys", granted=False, basis="consent", source="phone", note=f"Call {number}"
        )
    assert asked() == few


def test_tab_of_a_customer_holds_a_page_of_people_and_leads_to_the_list(browser: Client, ana: User) -> None:
    customer = CustomerFactory(name="Crowd", phone="+33199000000")
    for number in range(SHOWN + 2):
        LinkFactory(customer=customer, family_name=f"Person {number}")
    page = read(browser, f"/customers/{customer.pk}/contacts/")
    assert page.count('class="contact-line"') == SHOWN
    assert f'href="/contacts/?customer={customer.pk}">All {SHOWN + 2} contacts' in page
    listed = read(browser, f"/contacts/?customer={customer.pk}")
    assert f"{SHOWN + 2} contacts" in listed
    assert "Customer: Crowd" in listed


def test_line_of_a_contact_shows_three_addresses_and_who_gets_no_mail(
    browser: Client, agent: Contact, ana: User
) -> None:
    mark_suppressed(agent.emails.live()[1], by=ana, at=timezone.now())
    customer = CustomerFactory(email="", phone="")
    link_contact(agent, by=ana, customer=customer)
    page = read(browser, f"/customers/{customer.pk}/contacts/")
    assert (page.count("mailto:"), page.count('href="tel:')) == (3, 3)
    assert page.count("gets no mail") == 1
    assert "More numbers and addresses" in page


def test_who_is_left_out_is_told_by_reason(browser: Client) -> None:
    customer = CustomerFactory()
    for number in range(8):
        LinkFactory(customer=customer, family_name=f"Person{number}", email=f"p{number}@example.com")
    page = read(browser, f"/contacts/of/{customer.pk}/told/")
    assert page.count("None of their types receives this.") == page.count("<summary>") > 1
    assert page.count("7 people") == page.count("<summary>")


@pytest.mark.parametrize(
    ("path", "values", "said"),
    [
        ("of/{customer}/new/", {"family_name": "Lind"}, "Lind is a contact of Orange now."),
        ("links/{link}/edit/", {"may_order": "on"}, "What Ada may do for Orange was saved."),
        (
            "{contact}/consents/new/",
            {"purpose": "surveys", "granted": "no", "basis": "consent", "source": "phone"},
            "The decision of Ada was written down.",
        ),
        (
            "warnings/customer/{customer}/new/",
            {"level": "info", "message": "Ring first", "actions": ["job"]},
            "Information on Orange: in force now.",
        ),
    ],
)
def test_what_was_done_is_said_in_a_sentence(browser: Client, path: str, values: dict[str, Any], said: str) -> None:
    link = LinkFactory(customer=CustomerFactory(name="Orange"), given_name="", family_name="Ada")
    keys = {"customer": link.customer_id, "contact": link.contact_id, "link": link.pk}
    response = browser.post(f"/contacts/{path.format(**keys)}", values, follow=True)
    assert [str(each) for each in response.context["messages"]] == [said]


@pytest.mark.parametrize("level", ["warning", "block"])
def test_warning_is_lifted_under_its_own_words_and_the_toast_says_so(browser: Client, ana: User, level: str) -> None:
    warning = add_warning(CustomerFactory(name="Orange"), by=ana, level=level, message="Ring first")
    page = read(browser, f"/contacts/warnings/{warning.pk}/lift/")
    assert f"Lift the {level} on Orange" in page
    assert f">Lift the {level}</button>" in page
    assert "Ring first" in page
    response = browser.post(f"/contacts/warnings/{warning.pk}/lift/", {"reason": "Settled"}, follow=True)
    assert [str(each) for each in response.context["messages"]] == [f"The {level} on Orange was lifted."]


def test_erased_and_archived_people_are_told_apart(browser: Client, ana: User) -> None:
    archived, erased = ContactFactory(), ContactFactory()
    archive_contact(archived, by=ana)
    connection.check_constraints()  # as each of these commits before anybody erases
    erase_contact(erased, by=ana, reason="Asked")
    page = read(browser, f"/contacts/{archived.pk}/")
    assert "It can be read and restored" in page
    assert "while archived" in page
    page = read(browser, f"/contacts/{erased.pk}/")
    assert "Nobody can bring them back." in page
    assert "It can be read and restored" not in page
    assert "Open a customer" not in page


def test_list_counts_the_other_customers_beside_types_and_rights(browser: Client, ana: User) -> None:
    link = LinkFactory(link={"may_order": True, "may_change": True})
    LinkFactory(link=dict.fromkeys(("may_order", "may_change", "may_accept_quotes", "may_receive"), True))
    link_contact(link.contact, by=ana, customer=CustomerFactory())
    page = read(browser, "/contacts/")
    assert 'order, change <span class="quiet">+1</span>' in page
    assert ">everything<" in page


def test_missing_name_and_bad_address_are_said_together(browser: Client) -> None:
    customer = CustomerFactory()
    response = browser.post(f"/contacts/of/{customer.pk}/new/", {"emails": ["nonsense", ""], "phones": ["12"]})
    page = response.content.decode()
    for said in ("Give the contact a name.", "is no e-mail address", "is no phone number"):
        assert said in page
    assert page.count("is-invalid") == 3  # the empty lines beside them are fine


def test_what_cannot_be_undone_is_a_red_button(browser: Client) -> None:
    page = read(browser, f"/contacts/{ContactFactory().pk}/erase/")
    assert '<button class="btn btn-danger" type="submit">Erase now' in page


def test_namesakes_are_told_apart_before_and_after_something_is_done_to_many(browser: Client) -> None:
    pair = [
        LinkFactory(given_name="Jean", family_name="Martin", job_title=job).contact
        for job in ("Electrician", "Accountant")
    ]
    page = browser.post("/contacts/bulk/archive/", {"pk": [each.pk for each in pair]}).content.decode()
    for person in pair:
        assert f'Jean Martin <span class="quiet">{person.job_title} · #{person.pk}</span>' in page

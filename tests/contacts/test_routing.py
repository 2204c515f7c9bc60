"""Who is told of what, in which order, and why nobody is."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contacts.actions import (
    EmailLine,
    archive_contact,
    change_contact,
    change_contact_type,
    create_contact_type,
    mark_bounced,
    mark_suppressed,
)
from contacts.models import ContactType, Event
from contacts.routing import route
from crm.errors import DomainError
from staff.models import User
from tests.factories import CustomerFactory, LinkFactory, SiteFactory, StatusFactory


def kind(name: str) -> ContactType:
    return ContactType.objects.get(name=name)


def told(customer: object, event: str, **about: object) -> list[str]:
    return [each.address for each in route(customer, event, **about).recipients]  # type: ignore[arg-type]


@pytest.mark.feature("F076")
def test_administrator_decides_what_a_type_receives(ana: User) -> None:
    customer = CustomerFactory()
    LinkFactory(customer=customer, email="boss@example.com")
    guard = create_contact_type(by=ana, name="Guard", receives=["outage_opened"])
    LinkFactory(customer=customer, email="guard@example.com", link={"types": [guard]})
    assert told(customer, Event.OUTAGE_OPENED) == ["guard@example.com"]
    change_contact_type(guard, by=ana, receives=[])
    assert told(customer, Event.OUTAGE_OPENED) == ["boss@example.com"]


@pytest.mark.feature("F077")
def test_two_billing_contacts_both_receive_the_invoice(ana: User) -> None:
    customer = CustomerFactory()
    for name in ("ada", "bo"):
        LinkFactory(customer=customer, email=f"{name}@example.com", link={"types": [kind("Billing")]})
    assert told(customer, Event.INVOICE_ISSUED) == ["ada@example.com", "bo@example.com"]


@pytest.mark.feature("F078")
def test_outside_technician_hears_of_outages_and_not_of_invoices(ana: User) -> None:
    customer = CustomerFactory()
    LinkFactory(customer=customer, email="msp@example.com", link={"types": [kind("Technical")]})
    LinkFactory(customer=customer, email="accounts@example.com", link={"types": [kind("Billing")]})
    assert told(customer, Event.OUTAGE_OPENED) == ["msp@example.com"]
    assert told(customer, Event.INVOICE_ISSUED) == ["accounts@example.com"]


def test_contact_of_other_sites_is_left_out_with_the_reason(ana: User) -> None:
    customer = CustomerFactory()
    north, south = SiteFactory(customer=customer), SiteFactory(customer=customer)
    LinkFactory(customer=customer, email="north@example.com", link={"types": [kind("Technical")], "sites": [north]})
    LinkFactory(customer=customer, email="all@example.com", link={"types": [kind("Technical")]})
    assert told(customer, Event.OUTAGE_OPENED, site=north) == ["north@example.com", "all@example.com"]
    routing = route(customer, Event.OUTAGE_OPENED, site=south)
    assert [each.address for each in routing.recipients] == ["all@example.com"]
    assert [each.why for each in routing.left_out] == ["They answer for other sites."]


def test_returned_mail_falls_back_to_the_primary_contact_then_to_the_customer(ana: User) -> None:
    customer = CustomerFactory(email="office@example.com")
    primary = LinkFactory(customer=customer, email="boss@example.com")
    billing = LinkFactory(customer=customer, email="gone@example.com", link={"types": [kind("Billing")]})
    now = datetime(2026, 3, 2, tzinfo=UTC)
    mark_bounced(billing.contact.emails.get(), by=ana, at=now)
    assert told(customer, Event.INVOICE_ISSUED) == ["boss@example.com"]
    mark_bounced(primary.contact.emails.get(), by=ana, at=now)
    assert told(customer, Event.INVOICE_ISSUED) == ["office@example.com"]


def test_address_that_wants_no_mail_is_told_nothing_by_any_way(ana: User) -> None:
    """An individual's own address is the person's: falling back to it would write to whoever asked not to."""
    now = datetime(2026, 3, 2, tzinfo=UTC)
    family = CustomerFactory(individual=True, email="Eva@example.com")
    assert told(family, Event.INVOICE_ISSUED) == ["eva@example.com"]
    mark_suppressed(family.person.emails.get(), by=ana, at=now)
    routing = route(family, Event.INVOICE_ISSUED)
    assert routing.recipients == []
    assert "no e-mail address" in routing.nobody_because
    shop = CustomerFactory()
    LinkFactory(customer=shop, email="eva@example.com", link={"types": [kind("Billing")]})
    assert told(shop, Event.INVOICE_ISSUED) == []


def test_two_contacts_with_one_mailbox_get_one_message(ana: User) -> None:
    customer = CustomerFactory()
    for _ in range(2):
        LinkFactory(customer=customer, email="accounts@example.com", link={"types": [kind("Billing")]})
    routing = route(customer, Event.INVOICE_ISSUED)
    assert [each.address for each in routing.recipients] == ["accounts@example.com"]
    assert [each.why for each in routing.left_out] == ["Their address is told already."]


def test_second_address_is_used_where_the_first_came_back(ana: User) -> None:
    link = LinkFactory(email="old@example.com", link={"types": [kind("Billing")]})
    change_contact(link.contact, by=ana, emails=[EmailLine("old@example.com"), EmailLine("new@example.com")])
    mark_bounced(link.contact.emails.get(address="old@example.com"), by=ana, at=datetime(2026, 3, 2, tzinfo=UTC))
    assert told(link.customer, Event.INVOICE_ISSUED) == ["new@example.com"]


def test_archived_contact_is_told_nothing_and_retired_type_still_receives(ana: User) -> None:
    customer = CustomerFactory(email="office@example.com")
    link = LinkFactory(customer=customer, email="ada@example.com", link={"types": [kind("Billing")]})
    change_contact_type(kind("Billing"), by=ana, retired=True, name="Accounts")
    assert told(customer, Event.INVOICE_ISSUED) == ["ada@example.com"]
    archive_contact(link.contact, by=ana)
    assert told(customer, Event.INVOICE_ISSUED) == ["office@example.com"]


@pytest.mark.parametrize(
    ("values", "event", "why"),
    [
        ({}, "invoice_issued", "no e-mail address of its own"),
        ({"archived": True}, "invoice_issued", "is archived"),
    ],
)
def test_it_is_said_why_nobody_is_told(ana: User, values: dict[str, object], event: str, why: str) -> None:
    routing = route(CustomerFactory(**values), event)
    assert routing.recipients == []
    assert why in routing.nobody_because


def test_status_without_outage_notices_tells_nobody(ana: User) -> None:
    status = StatusFactory(name="Left", sends_outage_notices=False)
    customer = CustomerFactory(status=status, email="office@example.com")
    assert "“Left” gets no outage notices" in route(customer, Event.OUTAGE_OPENED).nobody_because
    assert told(customer, Event.INVOICE_ISSUED) == ["office@example.com"]


def test_statements_do_not_grow_with_the_contacts(ana: User, django_assert_max_num_queries: object) -> None:
    customer = CustomerFactory()
    for _ in range(6):
        LinkFactory(customer=customer, email="", link={"types": [kind("Billing")]})
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        route(customer, Event.INVOICE_ISSUED)


def test_type_with_an_unknown_event_or_a_taken_name_is_refused(ana: User) -> None:
    with pytest.raises(DomainError, match="events of the list"):
        create_contact_type(by=ana, name="Odd", receives=["full_moon"])
    with pytest.raises(DomainError, match="already a contact type"):
        create_contact_type(by=ana, name="billing")


@pytest.mark.feature("F076")
def test_page_shows_for_every_event_who_is_told_and_why_nobody_is(browser: Client) -> None:
    customer = CustomerFactory()
    north = SiteFactory(customer=customer, name="North")
    south = SiteFactory(customer=customer, name="South")
    LinkFactory(customer=customer, email="boss@example.com")
    LinkFactory(customer=customer, email="tech@example.com", link={"types": [kind("Technical")], "sites": [north]})
    page = browser.get(f"/contacts/of/{customer.pk}/told/").content.decode()
    assert "tech@example.com" in page
    assert "Invoice issued" in page
    assert "The primary contact, as no contact with a fitting type" in page
    of_south = browser.get(f"/contacts/of/{customer.pk}/told/?site={south.pk}").content.decode()
    assert "They answer for other sites." in of_south
    nobody = browser.get(f"/contacts/of/{CustomerFactory().pk}/told/").content.decode()
    assert nobody.count("the customer has no e-mail address of its own") == 1
    assert "Nobody is told of anything." in nobody
    assert "Nobody is told of anything." not in page
    assert "Add a contact" in nobody


def test_page_of_all_events_reads_the_contacts_once(browser: Client) -> None:
    customer = CustomerFactory()

    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"/contacts/of/{customer.pk}/told/")
        return len(queries)

    LinkFactory(customer=customer, email="a@example.com")
    few = statements()
    for _ in range(4):
        LinkFactory(customer=customer, email="b@example.com", link={"types": [kind("Billing")]})
    assert statements() <= few + 1

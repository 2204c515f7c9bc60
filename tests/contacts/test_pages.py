"""The pages of people, of what ties them to customers, of warnings and of decisions."""

from typing import Any

import pytest
from django.test import Client

from contacts.actions import add_warning
from contacts.models import Consent, Contact, ContactType, CustomerContact, Warning
from staff.models import User
from tests.factories import ContactFactory, CustomerFactory, LinkFactory, SiteFactory, WarningFactory, person


def read(browser: Client, url: str, status: int = 200) -> str:
    response = browser.get(url)
    assert response.status_code == status
    return response.content.decode()


def send(browser: Client, url: str, **values: Any) -> Any:
    return browser.post(url, values)


@pytest.mark.feature("F073")
def test_list_finds_people_by_name_address_and_number(browser: Client) -> None:
    link = LinkFactory(given_name="Zoé", family_name="Martin", email="zoe@example.com", phone="+33612345678")
    ContactFactory(family_name="Somebody else")
    for text in ("zoe martin", "zoe@", "0612345678"):
        page = read(browser, f"/contacts/?q={text}")
        assert "Zoé Martin" in page
        assert link.customer.name in page
        assert "Somebody else" not in page


@pytest.mark.feature("F073")
def test_new_contact_of_a_customer_is_one_form(browser: Client) -> None:
    customer = CustomerFactory(country="FR")
    billing = ContactType.objects.get(name="Billing")
    response = send(
        browser,
        f"/contacts/of/{customer.pk}/new/",
        given_name="Ada",
        family_name="Lind",
        emails=["ada@example.com", ""],
        emails_label=["Work", ""],
        phones=["06 12 34 56 78"],
        phones_label=[""],
        types=[billing.pk],
        may_order="on",
    )
    assert response.status_code == 302
    link = CustomerContact.objects.get()
    assert (str(link.contact), link.may_order, link.may_change, link.primary) == ("Ada Lind", True, False, True)
    assert list(link.types.all()) == [billing]
    assert str(link.contact.phones.get().number.as_e164) == "+33612345678"
    assert link.contact.emails.get().label == "Work"


def test_bad_address_comes_back_beside_its_field_with_everything_kept(browser: Client) -> None:
    response = send(
        browser,
        "/contacts/new/",
        family_name="Lind",
        emails=["ada@example.com", "nonsense"],
        emails_label=["Work", "Home"],
    )
    assert response.status_code == 422
    page = response.content.decode()
    for kept in ("nonsense", "ada@example.com", "Work", "Home", "is no e-mail address"):
        assert kept in page
    assert not Contact.objects.exists()


@pytest.mark.feature("F078")
def test_known_person_is_offered_and_linked_instead_of_typed_again(browser: Client) -> None:
    outside = ContactFactory(given_name="Nora", family_name="Berg", employer="Fix-IT", email="nora@fixit.example")
    customer = CustomerFactory()
    link_url = f"/contacts/of/{customer.pk}/link/{outside.pk}/"
    page = browser.get(f"/contacts/of/{customer.pk}/new/?emails=nora@fixit.example", headers={"HX-Request": "true"})
    assert link_url in page.content.decode()
    assert link_url in read(browser, f"/contacts/of/{customer.pk}/new/?find=berg")
    assert send(browser, link_url, may_receive="on").status_code == 302
    assert CustomerContact.objects.get(customer=customer).contact == outside
    assert link_url not in read(browser, f"/contacts/of/{customer.pk}/new/?find=berg")


@pytest.mark.feature("F075")
def test_customer_and_contact_page_say_what_each_person_may_do(browser: Client) -> None:
    site = SiteFactory()
    link = LinkFactory(customer=site.customer, link={"may_change": True, "sites": [site]})
    for url in (
        link.customer.get_absolute_url(),
        f"/customers/{link.customer.pk}/contacts/",
        link.contact.get_absolute_url(),
    ):
        page = read(browser, url)
        assert "may change" in page
        assert page.count("right-yes") == 1
        assert page.count("right-no") == 3
        assert site.name in page


def test_editing_a_person_replaces_their_addresses(browser: Client) -> None:
    contact = ContactFactory(email="old@example.com")
    page = read(browser, f"/contacts/{contact.pk}/edit/")
    assert 'value="old@example.com"' in page
    values = {"family_name": "Renamed", "emails": ["new@example.com"], "version": contact.version}
    assert send(browser, f"/contacts/{contact.pk}/edit/", **values).status_code == 302
    assert [str(each) for each in contact.emails.live()] == ["new@example.com"]


def test_two_people_editing_a_person_meet_on_the_conflict_page(browser: Client) -> None:
    contact = ContactFactory(family_name="Before")
    url = f"/contacts/{contact.pk}/edit/"
    send(browser, url, family_name="Theirs", version=1)
    response = send(browser, url, family_name="Mine", emails=["kept@example.com"], version=1)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Theirs" in page
    assert "Mine" in page
    assert "kept@example.com" in page


def test_two_people_editing_what_somebody_may_do_meet_on_the_conflict_page(browser: Client) -> None:
    link = LinkFactory()
    url = f"/contacts/links/{link.pk}/edit/"
    send(browser, url, may_order="on", primary="on", version=1)
    response = send(browser, url, may_change="on", primary="on", version=1)
    assert response.status_code == 409
    assert "may order" in response.content.decode().lower()


def test_contact_is_taken_off_brought_back_and_made_primary(browser: Client) -> None:
    first = LinkFactory()
    second = LinkFactory(customer=first.customer)
    send(browser, f"/contacts/links/{second.pk}/primary/")
    send(browser, f"/contacts/links/{first.pk}/remove/")
    assert CustomerContact.objects.live().get() == second
    assert "1 person was a contact once" in read(browser, f"/customers/{first.customer.pk}/contacts/")
    send(browser, f"/contacts/links/{first.pk}/restore/")
    assert CustomerContact.objects.live().count() == 2


@pytest.mark.feature("F089")
def test_warning_stands_on_every_tab_in_full_words(browser: Client, ana: User) -> None:
    customer = CustomerFactory()
    send(
        browser,
        f"/contacts/warnings/customer/{customer.pk}/new/",
        level="block",
        message="Mauvais payeur",
        actions=["job"],
    )
    assert Warning.objects.get().actions == ["job"]
    for part in ("", "contacts/", "activity/"):
        page = read(browser, f"{customer.get_absolute_url()}{part}")
        assert "Mauvais payeur" in page
        assert "Block: Appointments and jobs" in page
        assert "Ana Ruiz" in page


@pytest.mark.feature("X26")
def test_site_shows_the_warnings_of_its_customer_too(browser: Client, ana: User) -> None:
    site = SiteFactory()
    add_warning(site.customer, by=ana, message="Pays late")
    add_warning(site, by=ana, level="block", message="Asbestos")
    page = read(browser, site.get_absolute_url())
    assert page.index("Asbestos") < page.index("Pays late")


def test_warning_is_changed_and_lifted_with_a_reason(browser: Client) -> None:
    warning = WarningFactory()
    values = {"level": "info", "message": "Ring first", "actions": ["job"], "version": 1}
    send(browser, f"/contacts/warnings/{warning.pk}/edit/", **values)
    assert send(browser, f"/contacts/warnings/{warning.pk}/lift/", reason="").status_code == 422
    send(browser, f"/contacts/warnings/{warning.pk}/lift/", reason="Paid")
    warning.refresh_from_db()
    assert (warning.message, warning.lifted_at is None) == ("Ring first", False)
    assert "Ring first" not in read(browser, warning.get_absolute_url())
    assert "Lifted by Ana Ruiz" in read(browser, f"/contacts/warnings/{warning.pk}/")


@pytest.mark.feature("F097")
def test_decision_is_written_down_and_shown_with_its_proof(browser: Client) -> None:
    contact = ContactFactory()
    values = {
        "purpose": "news_by_email",
        "granted": "yes",
        "basis": "consent",
        "source": "web",
        "text_version": "2026-01",
    }
    assert send(browser, f"/contacts/{contact.pk}/consents/new/", **values).status_code == 302
    assert Consent.objects.get().granted
    page = read(browser, contact.get_absolute_url())
    for shown in ("2026-01", "On a web page", "Ana Ruiz", "never asked"):
        assert shown in page


def test_yes_without_its_wording_is_refused_beside_the_field(browser: Client) -> None:
    contact = ContactFactory()
    values = {"purpose": "surveys", "granted": "yes", "basis": "consent", "source": "web"}
    response = send(browser, f"/contacts/{contact.pk}/consents/new/", **values)
    assert response.status_code == 422
    assert response.context["form"].errors == {"text_version": ["Say which wording the person agreed to."]}
    assert not Consent.objects.exists()


def test_history_of_a_person_tells_of_addresses_links_and_decisions(browser: Client, ana: User) -> None:
    link = LinkFactory(email="old@example.com")
    send(browser, f"/contacts/{link.contact.pk}/edit/", family_name="Morel", emails=["new@example.com"], version=1)
    page = read(browser, f"/contacts/{link.contact.pk}/history/")
    assert "new@example.com" in page
    assert link.customer.name in page


def test_global_search_finds_people(browser: Client) -> None:
    LinkFactory(given_name="Zoé", family_name="Quartz", phone="+33612345678")
    LinkFactory(given_name="Ida", family_name="Quartz")
    page = read(browser, "/search/?q=quartz")
    assert "Zoé Quartz" in page
    assert "Ida Quartz" in page


def test_technician_reads_what_people_may_do_and_changes_nothing(client: Client, ana: User) -> None:
    link = LinkFactory(link={"may_receive": True})
    client.force_login(person("theo"))
    page = read(client, f"/customers/{link.customer.pk}/contacts/")
    assert "may receive" in page
    assert "Take off" not in page
    assert send(client, f"/contacts/links/{link.pk}/remove/").status_code == 403
    assert CustomerContact.objects.live().exists()

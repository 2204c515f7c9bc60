"""People in a real browser: a family, an outside technician, a customer who does not pay, and an erasure."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from contacts.actions import add_warning, create_contact_type
from contacts.models import Contact, ContactType, CustomerContact, Erasure
from customers.actions import create_customer
from customers.models import Customer
from staff.models import User
from tests.browser.conftest import PHONE, Visit
from tests.factories import ContactFactory, CustomerFactory, LinkFactory, person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def technical(ana: User) -> ContactType:
    return ContactType.objects.filter(name="Technical").first() or create_contact_type(by=ana, name="Technical")


def add_member(page: Page, given: str, family: str, *, may_change: bool = False) -> None:
    page.get_by_role("link", name="Add a contact").click()
    page.get_by_label("Given name").fill(given)
    page.get_by_label("Family name").fill(family)
    if may_change:
        page.get_by_label("May change").check()
    page.get_by_role("button", name="Add contact").click()
    expect(page.get_by_text(f"{given} {family}").first).to_be_visible()


@pytest.mark.feature("F074", "F075")
def test_family_of_three_of_whom_one_more_may_change_things(visit: Callable[..., Visit], ana: User) -> None:
    household = create_customer(by=ana, kind="individual", name="Marie Dubois", email="marie@example.com")
    someone = visit()
    page = someone.open(f"/customers/{household.pk}/contacts/")
    add_member(page, "Paul", "Dubois", may_change=True)
    add_member(page, "Léa", "Dubois")
    lines = page.locator(".contact-line")
    expect(lines).to_have_count(3)
    for name, allowed in (("Marie", 4), ("Paul", 1), ("Léa", 0)):
        expect(lines.filter(has_text=name).locator(".right-yes")).to_have_count(allowed)
    assert someone.axe() == []

    page = someone.open(f"/contacts/{household.person.pk}/edit/")
    page.get_by_label("Family name").fill("Leroy")
    page.get_by_role("button", name="Save").click()
    page = someone.open(f"/customers/{household.pk}/")
    expect(page.get_by_role("heading", name="Marie Leroy")).to_be_visible()


@pytest.mark.feature("F078")
def test_outside_technician_is_known_when_a_second_customer_names_them(visit: Callable[..., Visit], ana: User) -> None:
    ContactFactory(given_name="Nora", family_name="Berg", employer="Fix-IT", email="nora@fixit.example")
    someone = visit()
    someone.page.on("dialog", lambda dialog: (someone.problems.append(dialog.type), dialog.accept()))  # nothing to ask
    for customer in (CustomerFactory(name="First"), CustomerFactory(name="Second")):
        page = someone.open(f"/contacts/of/{customer.pk}/new/")
        page.locator("[name=emails]").first.press_sequentially("nora@fixit")
        page.get_by_role("link", name="Add this person").click()
        page.get_by_label("Technical").check()
        page.get_by_label("May receive").check()
        page.get_by_role("button", name="Add contact").click()
        expect(page.get_by_role("link", name="Nora Berg").first).to_be_visible()
    nora = Contact.objects.get()
    assert CustomerContact.objects.live().filter(contact=nora, types__name="Technical").count() == 2
    page = someone.open(f"/contacts/{nora.pk}/")
    for name in ("First", "Second"):
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    assert someone.axe() == []


@pytest.mark.feature("F075")
def test_who_it_may_be_stands_in_sight_on_a_phone_while_one_types(visit: Callable[..., Visit]) -> None:
    LinkFactory(given_name="Jeanne", family_name="Etcheverry")
    page = visit(viewport=PHONE).open(f"/contacts/of/{CustomerFactory().pk}/new/")
    expect(page.get_by_label("Somebody we know?")).to_be_in_viewport()
    page.get_by_label("Given name").fill("Jeanne")
    page.get_by_label("Family name").press_sequentially("Etche")
    offered = page.get_by_role("link", name="Add this person")
    expect(offered).to_be_in_viewport(ratio=1)
    expect(page.get_by_label("Family name")).to_be_in_viewport(ratio=1)
    page.get_by_text("May receive").scroll_into_view_if_needed()
    expect(offered).to_be_in_viewport(ratio=1)
    offered.click()
    expect(page.get_by_text("Jeanne Etcheverry").first).to_be_visible()


@pytest.mark.urls("tests.contacts.gated")
@pytest.mark.feature("F089", "F090")
def test_bad_payer_is_heard_when_chosen_and_leaves_the_field_when_booked(
    visit: Callable[..., Visit], ana: User
) -> None:
    good, bad = CustomerFactory(name="Good payer"), CustomerFactory(name="Bad payer")
    add_warning(good, by=ana, message="The dog bites")
    add_warning(bad, by=ana, level="block", message="Mauvais payeur", valid_until=timezone.localdate() + timedelta(9))
    someone = visit(by=person("sofia"))
    someone.expected = {422}
    page = someone.open("/visits/new/")
    page.get_by_label("What for").fill("New router on the second floor")
    page.get_by_label("Customer").select_option(label="Bad payer")
    expect(page.get_by_text("Mauvais payeur")).to_be_visible()
    page.get_by_role("button", name="Create note").click()
    expect(page.get_by_label("Customer")).to_have_value("")
    expect(page.get_by_label("What for")).to_have_value("New router on the second floor")
    expect(page.get_by_text("Mauvais payeur").first).to_be_visible()
    assert someone.axe() == []

    page.get_by_label("Customer").select_option(label="Good payer")
    expect(page.get_by_text("The dog bites")).to_be_visible()
    page.get_by_label("I have read it").check()
    page.get_by_role("button", name="Create note").click()
    expect(page.get_by_text("was created").first).to_be_visible()
    assert [note.body for note in good.notes.all()] == ["New router on the second floor"]
    assert not bad.notes.exists()


@pytest.mark.feature("F097")
def test_person_is_erased_and_the_certificate_says_so(visit: Callable[..., Visit], ana: User) -> None:
    link = LinkFactory(given_name="Quintessa", family_name="Wolfe", email="q@example.com", phone="+33612345678")
    someone = visit()
    page = someone.open(f"/contacts/{link.contact.pk}/")
    page.get_by_role("link", name="Erase the data").click()
    expect(page.get_by_text("Phone numbers, with their history")).to_be_visible()
    assert someone.axe() == []
    page.get_by_label("Reason").fill("Asked by letter on 2 March")
    page.get_by_role("button", name="Erase now").click()
    expect(page.get_by_role("heading", name=f"Certificate of erasure {link.contact.pk}")).to_be_visible()
    expect(page.get_by_text("Quintessa")).to_have_count(0)
    assert someone.axe() == []
    assert Erasure.objects.get().reason == "Asked by letter on 2 March"
    page = someone.open("/contacts/?q=quintessa&archived=all")
    expect(page.get_by_text("Quintessa Wolfe")).to_have_count(0)


@pytest.mark.feature("F097")
def test_all_data_are_handed_over_twice_and_the_page_goes_on(visit: Callable[..., Visit], ana: User) -> None:
    contact = ContactFactory(given_name="Nora", family_name="Berg")
    page = visit().open(f"/contacts/{contact.pk}/")
    for _time in range(2):
        with page.expect_download() as download:
            page.get_by_role("button", name="All data in a file").click()
        assert download.value.suggested_filename == f"person-{contact.pk}.zip"
    expect(page.locator("#progress")).not_to_have_class("htmx-request")
    page.reload()
    page.get_by_role("tab", name="History").or_(page.get_by_role("link", name="History")).first.click()
    expect(page.get_by_text("handed over the data of Nora Berg")).to_have_count(2)


@pytest.mark.feature("F005")
def test_customer_is_taken_on_step_by_step(visit: Callable[..., Visit]) -> None:
    someone = visit()
    page = someone.open("/contacts/guided/")
    page.get_by_label("Name", exact=True).fill("Orange")
    page.get_by_role("button", name="Create and go on").click()
    expect(page.get_by_role("heading", name="Next steps for Orange")).to_be_visible()
    assert someone.axe() == []
    page.get_by_role("link", name="Go on").first.click()
    page.get_by_label("Family name").fill("Lind")
    page.get_by_role("button", name="Add contact").click()
    expect(page.locator(".is-done")).to_have_count(2)
    customer = Customer.objects.get()
    page = someone.open(f"/customers/{customer.pk}/")  # leaves
    page.wait_for_load_state("networkidle")
    page = someone.open(f"/contacts/guided/{customer.pk}/")  # and comes back
    page.get_by_role("link", name="Go on").click()
    expect(page).to_have_url(
        f"{someone.home}/sites/new/?customer={customer.pk}&next=%2Fcontacts%2Fguided%2F{customer.pk}%2F"
    )


@pytest.mark.parametrize("width", [768, 1024, 1200, 1360, 1700])
def test_list_fits_the_window_without_scrolling_sideways(visit: Callable[..., Visit], ana: User, width: int) -> None:
    """Long names, towns and addresses are cut and stand whole in the title."""
    rights = dict.fromkeys(("may_order", "may_change", "may_accept_quotes"), True)
    for number in range(3):
        firm = CustomerFactory(name=f"Boulangerie-pâtisserie des Célestins et du Vieux Port {number}")
        LinkFactory(
            customer=firm,
            given_name="Maria del Carmen de los Ángeles",
            family_name="von und zu Hohenlohe-Waldenburg-Schillingsfürst",
            email=f"maria.del.carmen.{number}@boulangerie-patisserie-des-celestins.example",
            phone="+447700900123",
            link=rights,
        )
    someone = visit(viewport={"width": width, "height": 900})
    page = someone.open("/contacts/")
    card = page.locator(".list-card")
    expect(page.locator("[data-row]")).to_have_count(3)
    assert card.evaluate("card => card.scrollWidth <= card.clientWidth")
    address = page.get_by_role("link", name="maria.del.carmen.0@").first
    address.hover()
    expect(page.locator("td", has=address).first).to_have_attribute(
        "title", "maria.del.carmen.0@boulangerie-patisserie-des-celestins.example"
    )

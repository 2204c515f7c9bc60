from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.changes.models import ChangeSet
from customers.actions import change_customer
from customers.models import Address, Customer, Note
from staff.models import User
from tests.factories import AddressFactory, CustomerFactory, NoteFactory, StatusFactory, TagFactory, grant, person


def read(browser: Client, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.feature("F109")
def test_page_says_who_this_is(browser: Client) -> None:
    tag = TagFactory(name="Careful", attention=True)
    customer = CustomerFactory(
        name="Orange",
        internal_name="Juice bar",
        tags=[tag],
        city="Lyon",
        country="FR",
        email="hello@orange.fr",
        phone="+33142685300",
        vat_number="FR40303265045",
        roles=["supplier"],
    )
    page = read(browser, customer.get_absolute_url())

    for shown in ("Orange", "Juice bar", customer.number, "Prospect", "Active", "Careful", "tag-attention", "Lyon"):
        assert shown in page
    for shown in ("France", "mailto:hello@orange.fr", "tel:+33", "FR40303265045", "Supplier", "Ana Ruiz"):
        assert shown in page


@pytest.mark.feature("F019")
def test_page_tells_what_happened_last_and_the_tab_tells_all(browser: Client, ana: User) -> None:
    customer = CustomerFactory(name="Orange")
    change_customer(customer, by=person("sam"), city="Lyon")
    own = customer.get_absolute_url()
    assert f'hx-get="{own}latest/"' in read(browser, own)
    for url in (f"{own}latest/", f"{own}activity/"):
        page = read(browser, url)
        assert "Sam Taylor" in page
        assert "Lyon" in page[page.index("Sam Taylor") :]


def test_statements_of_the_page_stay_within_fifteen(browser: Client) -> None:
    customer = CustomerFactory(tags=TagFactory.create_batch(3), managers=[person("sam")])
    NoteFactory.create_batch(8, customer=customer)
    AddressFactory.create_batch(3, customer=customer)
    with CaptureQueriesContext(connection) as asked:
        read(browser, customer.get_absolute_url())

    assert len(asked) <= 15, "\n".join(query["sql"][:150] for query in asked)


@pytest.mark.feature("F108")
def test_edit_changes_what_was_typed_and_keeps_the_rest(browser: Client) -> None:
    customer = CustomerFactory(name="Orange", city="Lyon", managers=[person("sam")])
    url = f"{customer.get_absolute_url()}edit/"
    form = browser.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    typed = {name: value for name, value in values.items() if value not in (None, "")}
    typed |= {"name": "Lemon", "version": "1", "managers": [person("sam").pk]}
    response = browser.post(url, typed)

    assert response.status_code == 302
    customer.refresh_from_db()
    assert (customer.name, customer.city, customer.version) == ("Lemon", "Lyon", 2)
    assert list(customer.managers.all()) == [person("sam")]


def test_edit_and_action_are_undone_from_their_messages(browser: Client) -> None:
    customer = CustomerFactory(name="Orange")
    url = customer.get_absolute_url()
    typed = {"kind": "company", "name": "Lemon", "status": customer.status_id, "currency": "EUR", "version": "1"}
    for part, posted in (("edit/", typed), ("archive/", {"reason": "Twice"})):
        page = browser.post(f"{url}{part}", posted, follow=True).text
        undo = f"/changes/{ChangeSet.objects.latest('pk').pk}/undo/?next={quote(url, safe='')}"
        assert f'href="{undo}"' in page
        assert f'href="{url}">Cancel' in read(browser, undo)
        assert browser.post(undo)["Location"] == url
    customer.refresh_from_db()
    assert (customer.name, customer.is_archived) == ("Orange", False)


def test_save_that_changed_nothing_offers_no_undo(browser: Client) -> None:
    customer = CustomerFactory(name="Orange")
    typed = {"kind": "company", "name": "Orange", "status": customer.status_id, "currency": "EUR", "version": "1"}
    typed |= {"roles": ["customer"], "account_manager": customer.account_manager_id}
    page = browser.post(f"{customer.get_absolute_url()}edit/", typed, follow=True).text
    assert "was saved" in page and "/undo/" not in page


def test_who_may_not_undo_is_offered_no_undo(client: Client, db: None) -> None:
    grant(person("vic"), "change_customer")
    client.force_login(person("vic"))
    customer = CustomerFactory(name="Orange")
    typed = {"kind": "company", "name": "Lemon", "status": customer.status_id, "currency": "EUR", "version": "1"}
    page = client.post(f"{customer.get_absolute_url()}edit/", typed, follow=True).text
    assert "Lemon was saved" in page and "/undo/" not in page


@pytest.mark.feature("F107")
def test_language_of_documents_is_the_author_s_unless_one_is_chosen(browser: Client) -> None:
    customer = CustomerFactory(name="Orange")
    url = f"{customer.get_absolute_url()}edit/"
    typed = {"kind": "company", "name": "Orange", "status": customer.status_id, "currency": "EUR", "version": "1"}

    assert customer.language == ""
    assert "empty means the language of whoever writes them" in read(browser, url)
    assert browser.post(url, typed | {"language": "fr"}).status_code == 302
    customer.refresh_from_db()
    assert customer.language == "fr"
    assert browser.post(url, typed | {"language": "tlh", "version": "2"}).status_code == 422


@pytest.mark.feature("F108")
def test_two_people_editing_meet_the_conflict_page_with_the_text_kept(browser: Client, ana: User) -> None:
    customer = CustomerFactory(name="Orange")
    change_customer(customer, by=person("sam"), version=1, name="Lemon")
    response = browser.post(
        f"{customer.get_absolute_url()}edit/",
        {"kind": "company", "name": "Melon", "status": customer.status_id, "version": "1", "currency": "EUR"},
    )
    page = response.content.decode()

    assert response.status_code == 409
    for shown in ("Orange", "Lemon", "Melon", "Sam Taylor"):
        assert shown in page
    customer.refresh_from_db()
    assert customer.name == "Lemon"


@pytest.mark.feature("F020")
def test_tags_are_edited_in_place(browser: Client) -> None:
    first, second = TagFactory(), TagFactory()
    customer = CustomerFactory(tags=[first])
    url = f"{customer.get_absolute_url()}tags/"
    assert str(second) in read(browser, url)
    browser.post(url, {"tags": [second.pk]})

    assert list(customer.tags.all()) == [second]


@pytest.mark.feature("F087")
def test_note_is_written_pinned_changed_archived_and_restored(browser: Client) -> None:
    customer = CustomerFactory()
    back = f"{customer.get_absolute_url()}notes/"
    browser.post(f"{back}new/", {"body": "Call <b>back</b>"})
    note = Note.objects.get()
    assert "Call &lt;b&gt;back&lt;/b&gt;" in read(browser, customer.get_absolute_url())

    browser.post(f"/customers/notes/{note.pk}/pin/")
    browser.post(f"/customers/notes/{note.pk}/edit/", {"body": "Called", "version": "2"})
    assert browser.post(f"/customers/notes/{note.pk}/archive/")["Location"] == back
    note.refresh_from_db()
    assert (note.body, note.pinned, note.is_archived) == ("Called", True, True)
    assert "1 archived note" in read(browser, back)

    browser.post(f"/customers/notes/{note.pk}/restore/")
    browser.post(f"/customers/notes/{note.pk}/unpin/")
    note.refresh_from_db()
    assert (note.pinned, note.is_archived) == (False, False)
    assert browser.post(f"/customers/notes/{note.pk}/explode/").status_code == 404
    assert browser.get(f"/customers/notes/{note.pk}/archive/").status_code == 405


@pytest.mark.feature("X5")
def test_address_is_added_changed_archived_and_restored(browser: Client) -> None:
    customer = CustomerFactory()
    tab = f"{customer.get_absolute_url()}addresses/"
    typed = {"address_type": "billing", "line1": "1 High Street", "city": "Leeds", "country": "GB"}
    assert browser.post(f"{tab}new/", typed)["Location"] == tab
    assert "Leeds" in read(browser, tab)
    again = browser.post(f"{tab}new/", typed)
    assert again.status_code == 422
    assert "already has a billing address" in again.content.decode()

    address = Address.objects.get()
    browser.post(f"/customers/addresses/{address.pk}/edit/", {**typed, "city": "York", "version": "1"})
    browser.post(f"/customers/addresses/{address.pk}/archive/")
    address.refresh_from_db()
    assert (address.city, address.is_archived) == ("York", True)
    browser.post(f"/customers/addresses/{address.pk}/restore/")
    address.refresh_from_db()
    assert not address.is_archived


@pytest.mark.feature("F017")
@pytest.mark.feature("F018")
@pytest.mark.feature("F111")
def test_archive_asks_naming_the_record_and_the_archived_page_offers_only_restore(browser: Client) -> None:
    customer = CustomerFactory(name="Orange")
    url = customer.get_absolute_url()
    question = read(browser, f"{url}archive/")
    assert f"Orange ({customer.number})" in question
    assert "restored" in question
    browser.post(f"{url}archive/", {"reason": "Twice"})

    page = read(browser, url)
    for shown in ("Archived by Ana Ruiz", "Twice", f"{url}restore/"):
        assert shown in page
    for hidden in (f"{url}edit/", f"{url}archive/", f"{url}tags/", "Write a note"):
        assert hidden not in page
    browser.post(f"{url}restore/")
    customer.refresh_from_db()
    assert not customer.is_archived


@pytest.mark.feature("F093")
def test_stage_is_forced_and_released_from_the_page(browser: Client) -> None:
    customer = CustomerFactory()
    url = customer.get_absolute_url()
    assert "release-stage" not in read(browser, url)
    browser.post(f"{url}force-stage/", {"stage": "customer"})
    assert "Set by Ana Ruiz" in read(browser, url)
    browser.post(f"{url}release-stage/")

    customer.refresh_from_db()
    assert (customer.stage, customer.stage_forced_at) == ("customer", None)


def test_status_and_account_manager_change_from_the_page(browser: Client) -> None:
    customer, status, sam = CustomerFactory(), StatusFactory(), person("sam")
    browser.post(f"{customer.get_absolute_url()}status/", {"status": status.pk})
    browser.post(f"{customer.get_absolute_url()}account-manager/", {"account_manager": sam.pk})

    customer.refresh_from_db()
    assert (customer.status, customer.account_manager) == (status, sam)


@pytest.mark.parametrize(
    ("name", "status"), [("vic", 403), ("theo", 403), ("nina", 403), ("sofia", 302), ("sam", 302), ("bea", 302)]
)
def test_roles_decide_who_may_archive(client: Client, db: None, name: str, status: int) -> None:
    customer = CustomerFactory()
    client.force_login(person(name))

    assert client.post(f"{customer.get_absolute_url()}archive/").status_code == status
    assert Customer.objects.live().exists() == (status == 403)


def test_nobody_without_the_permission_learns_that_a_customer_exists(client: Client, db: None) -> None:
    customer, note = CustomerFactory(), NoteFactory()
    client.force_login(person("nina"))

    for url in (customer.get_absolute_url(), "/customers/999999999/", f"/customers/notes/{note.pk}/edit/"):
        assert client.get(url).status_code == 403
    assert client.get("/customers/999999999/").status_code == 403


def test_what_to_know_first_stands_under_the_name(browser: Client) -> None:
    customer = CustomerFactory(tags=[TagFactory(name="Late", attention=True, description="Pays late")])
    NoteFactory(customer=customer, body="Gate code is on file", pinned=True)
    NoteFactory(customer=customer, body="An ordinary note")
    first = read(browser, customer.get_absolute_url()).partition('class="tabs"')[0]

    assert "Pays late" in first
    assert "Gate code is on file" in first
    assert "An ordinary note" not in first

from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

from customers.models import Customer, CustomerStatus
from staff.models import User
from tests.factories import CustomerFactory, TagFactory, person
from tests.hostile import SAMPLE


@pytest.mark.feature("F104")
@pytest.mark.feature("F002")
def test_name_and_kind_make_a_customer_and_lead_to_its_page(browser: Client) -> None:
    response = browser.post("/customers/new/", {"kind": "individual", "name": "Ada Lovelace"})
    customer = Customer.objects.get()

    assert response.status_code == 302
    assert response["Location"] == f"/customers/{customer.pk}/"
    assert (customer.kind, customer.stage, customer.status.name) == ("individual", "prospect", "Active")
    assert customer.account_manager is None  # the form came without anybody chosen


@pytest.mark.feature("F094")
def test_form_proposes_whoever_creates_as_account_manager(browser: Client, ana: User) -> None:
    form = browser.get("/customers/new/").context["form"]

    assert form["account_manager"].value() == ana.pk
    assert CustomerStatus.objects.get(pk=form["status"].value()).is_default


@pytest.mark.feature("F104")
def test_required_fields_are_marked_and_errors_stand_beside_them_with_the_text_kept(browser: Client) -> None:
    response = browser.post("/customers/new/", {"kind": "company", "name": "", "email": "nonsense", "city": "Lyon"})
    page = response.content.decode()

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"name", "email"}
    assert 'value="Lyon"' in page
    assert "Nothing was saved yet" in page
    assert not Customer.objects.exists()


@pytest.mark.feature("F020")
def test_tags_roles_and_everything_else_are_stored(browser: Client) -> None:
    tag, sam, bea = TagFactory(), person("sam"), person("bea")
    browser.post(
        "/customers/new/",
        {
            "kind": "company",
            "name": "Orange",
            "tags": [tag.pk],
            "roles": ["customer", "supplier"],
            "account_manager": sam.pk,
            "managers": [bea.pk],
            "phone": "01 42 68 53 00",
            "country": "FR",
            "website": "example.com",
            "stage": "customer",
        },
    )
    customer = Customer.objects.get()

    assert list(customer.tags.all()) == [tag]
    assert customer.roles == ["customer", "supplier"]
    assert (customer.account_manager, list(customer.managers.all())) == (sam, [bea])
    assert (str(customer.phone), customer.website) == ("+33142685300", "https://example.com")
    assert customer.stage == "customer"


def test_form_sent_twice_makes_one_customer(browser: Client) -> None:
    token = browser.get("/customers/new/").context["form_token"]
    for _ in range(2):
        response = browser.post("/customers/new/", {"kind": "company", "name": "Once", "form_token": token})

    assert response["Location"] == Customer.objects.get().get_absolute_url()


@pytest.mark.feature("F117")
def test_likely_duplicates_appear_while_typing_with_reasons_archived_ones_marked(browser: Client) -> None:
    CustomerFactory(name="Boulangerie Martin", email="hello@martin.fr")
    CustomerFactory(name="Boulangerie Martin et fils", archived=True)
    part = browser.get(
        "/customers/duplicates/?name=boulangerie+martin&email=hello@martin.fr", headers={"HX-Request": "true"}
    ).content.decode()

    assert "<html" not in part
    for shown in ("The same e-mail address.", "The same name.", "A similar name.", "archived", "Open"):
        assert shown in part
    assert browser.get("/customers/duplicates/").content.decode().strip() == ""


def test_somebody_who_may_only_look_cannot_create(client: Client, db: None) -> None:
    client.force_login(person("vic"))

    assert client.get("/customers/new/").status_code == 403
    assert client.post("/customers/new/", {"kind": "company", "name": "A"}).status_code == 403
    assert client.get("/customers/duplicates/?name=orange").status_code == 403


def send(browser: Client, url: str, typed: dict[str, str]) -> HttpResponse:
    """Post text as a hostile program would, halves of characters included."""
    body = urlencode(typed, encoding="utf-8", errors="surrogatepass")
    return browser.post(url, body, content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize("text", SAMPLE, ids=range(len(SAMPLE)))
def test_hostile_text_in_every_field_is_stored_whole_or_refused_in_words(browser: Client, text: str) -> None:
    every = browser.get("/customers/new/").context["form"].fields
    response = send(browser, "/customers/new/", dict.fromkeys(every, text[:100_000]))
    assert response.status_code == 422
    assert not Customer.objects.exists()

    free = ("internal_name", "line1", "city", "external_number", "vat_number", "internal_note", "customer_note")
    if len(text) > 100_000:
        free = ("internal_note", "customer_note")  # a form of more than five megabytes is refused as a whole
    for name, fields in (("Orange", free), (text, ())):
        response = send(browser, "/customers/new/", {"kind": "company", "name": name} | dict.fromkeys(fields, text))
        assert response.status_code in (302, 422)
        assert response.status_code == 302 or response.context["form"].errors
    for customer in Customer.objects.all():
        page = browser.get(customer.get_absolute_url()).content.decode()
        assert "<script>alert" not in page
        edited = send(
            browser, f"{customer.get_absolute_url()}edit/", {"kind": "company", "version": text, "name": text}
        )
        assert edited.status_code in (302, 409, 422)
    assert browser.get("/customers/").status_code == 200


@pytest.mark.parametrize("text", [text for text in SAMPLE if len(text) < 1000], ids=repr)
def test_hostile_search_filter_and_duplicates_answer_in_words(browser: Client, text: str) -> None:
    asked = urlencode({"q": text, "city": text}, encoding="utf-8", errors="surrogatepass")
    assert browser.get(f"/customers/?{asked}").status_code in (200, 400)
    asked = urlencode({"name": text, "email": text, "phone": text}, encoding="utf-8", errors="surrogatepass")
    assert browser.get(f"/customers/duplicates/?{asked}").status_code == 200

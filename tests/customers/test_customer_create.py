import pytest
from django.test import Client

from customers.models import Customer
from staff.models import User
from tests.factories import CustomerFactory, TagFactory, person
from tests.hostile import HOSTILE


@pytest.fixture
def browser(ana: User, client: Client) -> Client:
    client.force_login(ana)
    return client


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

    assert form["account_manager"].value() == ana
    assert form["status"].value().is_default


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


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_in_every_field_is_stored_whole_or_refused_in_words(browser: Client, text: str) -> None:
    fields = ("name", "internal_name", "email", "phone", "website", "line1", "line2", "city", "state", "postal_code")
    more = ("external_number", "internal_reference", "vat_number", "registration_number", "internal_note")
    typed = {"kind": "company", "country": text, "currency": text, "language": text}
    response = browser.post("/customers/new/", typed | dict.fromkeys((*fields, *more, "customer_note"), text))
    assert response.status_code in (302, 422)
    assert Customer.objects.count() == (response.status_code == 302)

    free = ("name", "internal_name", "line1", "line2", "city", "state", "internal_note", "customer_note")
    response = browser.post("/customers/new/", {"kind": "company"} | dict.fromkeys(free, text))
    assert response.status_code in (302, 422)
    if response.status_code == 302:
        customer = Customer.objects.latest("pk")
        page = browser.get(customer.get_absolute_url()).content.decode()
        assert "49" not in customer.name
        assert "<script>alert" not in page
        assert browser.get("/customers/", {"q": text[:150]}).status_code in (200, 400)
        edited = browser.post(f"{customer.get_absolute_url()}edit/", {"kind": "company", "version": text, "name": text})
        assert edited.status_code in (302, 409, 422)

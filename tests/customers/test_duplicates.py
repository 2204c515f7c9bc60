import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.duplicates import find_duplicates, telling
from customers.models import Customer
from staff.models import User
from tests.factories import CustomerFactory

pytestmark = pytest.mark.feature("F117")


@pytest.fixture
def gonzalez(ana: User) -> Customer:
    return CustomerFactory(
        name="Panadería González S.L.",
        internal_name="El Horno",
        email="Hola@Horno.es",
        phone="+34915550101",
        vat_number="ESB12345674",
        external_number="ERP-9",
        city="Málaga",
    )


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"name": "panaderia gonzalez"}, "The same name."),
        ({"name": "Panadería González SA"}, "The same name."),
        ({"name": "panad"}, "A similar name."),
        ({"name": "gonzalez panaderia"}, "A similar name."),
        ({"name": "Panaderia Gonsalez"}, "A similar name."),
        ({"name": "El Horno"}, "The same name."),
        ({"name": "horno"}, "A similar internal name."),
        ({"internal_name": "el horno"}, "The same name."),
        ({"email": "hola@horno.es "}, "The same e-mail address."),
        ({"phone": "915 55 01 01", "country": "ES"}, "The same phone number."),
        ({"phone": "+34 915550101"}, "The same phone number."),
        ({"vat_number": "es b-12345674"}, "The same VAT number."),
        ({"external_number": "ERP-9"}, "The same number elsewhere."),
    ],
)
def test_match_is_found_and_says_why(gonzalez: Customer, typed: dict[str, str], reason: str) -> None:
    CustomerFactory(name="Garage Moreau", email="a@b.fr", phone="+33142685300")
    (match,) = find_duplicates(**typed)

    assert match.customer == gonzalez
    assert reason in match.reasons


def test_likelier_one_stands_first_with_all_its_reasons(gonzalez: Customer) -> None:
    CustomerFactory(name="Panadería González e hijos")
    first, _ = find_duplicates(name="Panaderia Gonzalez", city="malaga", email="hola@horno.es")

    assert first.reasons == ["The same e-mail address.", "The same name.", "In the same city."]


def test_archived_customer_is_found_too(ana: User) -> None:
    archived = CustomerFactory(name="Closed Café", archived=True)

    assert [match.customer for match in find_duplicates(name="closed cafe")] == [archived]


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"name": "x"},
        {"name": " \x00 "},
        {"name": "%%%"},
        {"phone": "call me"},
        {"name": "Zorglub"},
        {"city": "Málaga"},
    ],
)
def test_little_or_foreign_text_matches_nobody(gonzalez: Customer, typed: dict[str, str]) -> None:
    assert find_duplicates(**typed) == []


def test_record_being_edited_is_no_duplicate_of_itself(gonzalez: Customer) -> None:
    assert find_duplicates(name=gonzalez.name, exclude_pk=gonzalez.pk) == []


def test_nobody_learns_of_a_customer_they_may_not_see(gonzalez: Customer) -> None:
    assert find_duplicates(name=gonzalez.name, among=Customer.objects.none()) == []


def test_legal_forms_and_points_do_not_tell_names_apart() -> None:
    assert telling("ACME Ltd.") == telling("Acme S.A.R.L.") == "acme"
    assert telling("S.A.") == "sa"


def test_statements_do_not_grow_with_the_matches(ana: User) -> None:
    counts = []
    for _ in range(2):
        CustomerFactory.create_batch(2, email="same@example.com")
        with CaptureQueriesContext(connection) as asked:
            assert find_duplicates(email="same@example.com")
        counts.append(len(asked))

    assert counts == [2, 2]

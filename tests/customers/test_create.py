import pytest

from crm.changes.models import ChangeSet
from crm.errors import DomainError
from customers.actions import create_customer
from customers.models import Customer, Role, Stage
from staff.models import User
from tests.factories import CustomerFactory, RegionFactory, TagFactory, person


@pytest.mark.feature("F003")
@pytest.mark.feature("X13")
def test_name_and_kind_are_enough(ana: User) -> None:
    customer = create_customer(by=ana, kind="company", name="  Brasserie du Port ")

    customer.refresh_from_db()
    assert (customer.name, customer.kind, customer.email) == ("Brasserie du Port", "company", "")


@pytest.mark.feature("F094")
def test_creator_is_the_account_manager_unless_somebody_else_is_named(ana: User) -> None:
    sam = person("sam")

    assert create_customer(by=ana, kind="company", name="A").account_manager == ana
    assert create_customer(by=ana, kind="company", name="B", account_manager=sam).account_manager == sam
    assert create_customer(by=ana, kind="company", name="C", account_manager=None).account_manager is None


@pytest.mark.feature("F014")
@pytest.mark.feature("X8")
def test_new_record_is_a_prospect_in_the_default_status_with_the_role_of_a_customer(ana: User) -> None:
    customer = create_customer(by=ana, kind="company", name="A")

    assert customer.stage == Stage.PROSPECT
    assert customer.status.is_default
    assert customer.roles == [Role.CUSTOMER]


@pytest.mark.feature("X14")
@pytest.mark.feature("F105")
def test_numbers_are_ours_and_differ_while_numbers_elsewhere_may_repeat(ana: User) -> None:
    first, second = (CustomerFactory(external_number="ERP-7") for _ in range(2))

    assert first.number != second.number
    assert first.number.startswith("C-")
    assert first.external_number == second.external_number


@pytest.mark.feature("F106")
@pytest.mark.feature("X15")
def test_region_follows_the_country_unless_one_is_chosen(ana: User) -> None:
    france, other = RegionFactory(country="FR"), RegionFactory()

    assert CustomerFactory(country="FR").region == france
    assert CustomerFactory(country="FR", region=other).region == other
    assert CustomerFactory(country="ES").region is None
    assert CustomerFactory().region is None


@pytest.mark.feature("F020")
def test_tags_and_further_managers_are_part_of_the_same_change_set(ana: User) -> None:
    tag, sam = TagFactory(), person("sam")
    customer = CustomerFactory(tags=[tag, tag], managers=[sam])

    change = ChangeSet.objects.latest("pk")
    assert list(customer.tags.all()) == [tag]
    assert list(customer.managers.all()) == [sam]
    assert (change.verb, change.actor) == ("create_customer", ana)
    assert change.counts["customers.customertag"] == {"+": 1}


def test_vat_number_is_kept_without_blanks_and_in_capitals(ana: User) -> None:
    assert CustomerFactory(vat_number="fr 40 303.265.045").vat_number == "FR40303265045"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "\x00"),
        ("name", "x" * 201),
        ("kind", "robot"),
        ("email", "not an address"),
        ("website", "javascript:alert(1)"),
        ("country", "XX"),
        ("language", "tlh"),
        ("stage", "friend"),
        ("roles", ["owner"]),
    ],
)
def test_bad_value_is_refused_naming_its_field_and_nothing_is_stored(ana: User, field: str, value: object) -> None:
    with pytest.raises(DomainError) as refusal:
        create_customer(by=ana, **{"kind": "company", "name": "A", field: value})

    assert refusal.value.field == field
    assert not Customer.objects.exists()
    assert not ChangeSet.objects.filter(verb="create_customer").exists()


def test_refused_creation_gives_its_number_to_the_next(ana: User) -> None:
    first = CustomerFactory()
    with pytest.raises(DomainError):
        CustomerFactory(email="nonsense")

    assert int(CustomerFactory().number[2:]) == int(first.number[2:]) + 1

import pytest

from customers.actions import force_stage, promote_customer, release_stage
from customers.models import Stage
from staff.models import User
from tests.factories import CustomerFactory

pytestmark = [pytest.mark.feature("F093"), pytest.mark.feature("X8")]


def test_first_sale_turns_a_prospect_into_a_customer(ana: User) -> None:
    assert promote_customer(CustomerFactory(), by=ana).stage == Stage.CUSTOMER


def test_forced_stage_survives_a_sale_and_says_who_forced_it(ana: User) -> None:
    customer = promote_customer(force_stage(CustomerFactory(), by=ana, stage="prospect"), by=ana)

    assert customer.stage == Stage.PROSPECT
    assert customer.stage_forced_by == ana
    assert customer.stage_forced_at is not None


def test_released_stage_follows_sales_again(ana: User) -> None:
    customer = release_stage(CustomerFactory(forced_stage="prospect"), by=ana)

    assert customer.stage == Stage.PROSPECT
    assert promote_customer(customer, by=ana).stage == Stage.CUSTOMER


def test_nothing_turns_a_customer_back_by_itself(ana: User) -> None:
    customer = CustomerFactory(stage="customer")

    assert promote_customer(customer, by=ana).stage == Stage.CUSTOMER
    assert release_stage(customer, by=ana).stage == Stage.CUSTOMER

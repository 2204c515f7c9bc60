"""The five kinds of address, each where it belongs, and the roles of a customer."""

import pytest
from django.test import Client

from contacts.models import Contact
from customers.actions import archive_address
from customers.addresses import address_for
from customers.models import AddressType, Customer, Role
from staff.models import User
from tests.factories import AddressFactory, ContactFactory, CustomerFactory, SiteFactory


@pytest.mark.feature("F085", "X5")
def test_each_of_the_five_kinds_has_its_place(ana: User) -> None:
    customer = CustomerFactory(line1="1 Main Street", city="Lyon")
    billing = AddressFactory(customer=customer, address_type="billing", line1="2 Billing Street")
    other = AddressFactory(customer=customer, address_type="other", line1="3 Other Street")
    worksite = SiteFactory(customer=customer, line1="4 Work Street")
    private = ContactFactory(line1="5 Private Street")
    assert [each.line1 for each in (customer, billing, other, worksite, private)] == [
        *("1 Main Street", "2 Billing Street", "3 Other Street", "4 Work Street", "5 Private Street")
    ]
    assert list(Contact.objects.matching("private street")) == []  # nobody is found by where they live


@pytest.mark.feature("F085")
def test_invoices_go_to_the_billing_address_else_to_the_main_one(ana: User) -> None:
    customer = CustomerFactory(line1="1 Main Street")
    assert address_for(customer, AddressType.BILLING) == customer
    billing = AddressFactory(customer=customer, address_type="billing", line1="2 Billing Street")
    assert address_for(customer, AddressType.BILLING) == billing
    archive_address(billing, by=ana)
    assert address_for(customer, AddressType.BILLING).line1 == "1 Main Street"


@pytest.mark.feature("F092", "X7")
def test_new_party_is_a_prospect_with_its_icon_and_roles_are_filtered(browser: Client) -> None:
    CustomerFactory(name="Orange")
    CustomerFactory(name="Lemon", roles=["supplier"])
    page = browser.get("/customers/").content.decode()
    assert "#seedling" in page
    suppliers = browser.get("/customers/?role=supplier").content.decode()
    assert "Lemon" in suppliers
    assert "Orange" not in suppliers


@pytest.mark.feature("X7")
def test_our_own_people_are_users_and_no_role_of_a_customer(browser: Client) -> None:
    assert "user" not in {value for value, _label in Role.choices}
    page = browser.get("/customers/?role=user")
    assert page.status_code == 400
    assert not Customer.objects.filter(roles__contains=["user"]).exists()

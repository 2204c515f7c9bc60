import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.changes.models import ChangeSet
from crm.labels.actions import create_attribute
from crm.labels.models import Tag
from customers.actions import archive_customer, change_customer
from customers.models import Customer, CustomerStatus
from staff.models import User
from tests.admin.helpers import add_address, change_address, errors, save, shown_values
from tests.factories import CustomerFactory, TagFactory


@pytest.fixture
def customer(ana: User) -> Customer:
    return CustomerFactory(name="Orange", city="Nantes")


def test_customer_is_changed_by_the_same_action_as_on_its_page(admin: Client, ana: User, customer: Customer) -> None:
    tag = TagFactory(name="VIP")
    create_attribute(by=ana, noun=Customer, label="Floor", type="integer")
    response = save(admin, change_address(customer), name="Red", attribute_floor="3", tags=[tag.pk])
    assert response.status_code == 302
    customer.refresh_from_db()
    assert (customer.name, customer.city, customer.attributes) == ("Red", "Nantes", {"floor": 3})
    assert list(customer.tags.all()) == [tag]
    assert customer.version == 2
    change = customer.history.first().change_set
    assert (change.actor, change.route, change.verb) == (ana, "admin", "change_customer")


def test_customer_is_created_with_a_number_and_history(admin: Client, ana: User) -> None:
    response = save(admin, add_address(Customer), name="Lemon", kind="company")
    assert response.status_code == 302
    customer = Customer.objects.get(name="Lemon")
    assert customer.number.startswith("C-")
    assert customer.history.get().change_set.verb == "create_customer"


def test_a_form_overtaken_by_somebody_else_saves_nothing(admin: Client, ana: User, customer: Customer) -> None:
    values = {**shown_values(admin, change_address(customer)), "name": "Mine"}
    change_customer(customer, by=ana, name="Theirs")
    response = admin.post(change_address(customer), values)
    assert "Somebody else changed this record" in str(errors(response))
    assert response.context["adminform"].form["name"].value() == "Mine"
    customer.refresh_from_db()
    assert customer.name == "Theirs"


def test_refusal_of_the_action_stands_beside_its_field(admin: Client, ana: User, customer: Customer) -> None:
    create_attribute(by=ana, noun=Customer, label="Floor", type="integer")
    assert set(errors(save(admin, change_address(customer), attribute_floor="third"))) == {"attribute_floor"}
    before = ChangeSet.objects.count()
    assert "name" in errors(save(admin, change_address(customer), name=" "))
    assert ChangeSet.objects.count() == before


def test_search_finds_as_everywhere_else(admin: Client, customer: Customer) -> None:
    CustomerFactory(name="Gonçalves & fils")
    response = admin.get("/admin/customers/customer/", {"q": "goncalves"})
    assert [each.name for each in response.context["cl"].result_list] == ["Gonçalves & fils"]


def test_list_costs_the_same_statements_for_more_customers(admin: Client, customer: Customer) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert admin.get("/admin/customers/customer/").status_code == 200
        counts.append(len(queries))
        CustomerFactory.create_batch(3)
    assert counts[0] == counts[1]


def test_archived_customer_is_only_shown(admin: Client, ana: User, customer: Customer) -> None:
    archive_customer(customer, by=ana)
    response = admin.get(change_address(customer))
    assert response.status_code == 200 and not response.context["has_change_permission"]
    assert admin.post(change_address(customer), {"name": "Red"}).status_code == 403


def test_nothing_is_deleted(admin: Client, customer: Customer) -> None:
    assert admin.get(f"/admin/customers/customer/{customer.pk}/delete/").status_code == 403
    response = admin.post("/admin/customers/customer/", {"action": "delete_selected", "_selected_action": customer.pk})
    assert Customer.objects.filter(pk=customer.pk).exists() and response.status_code in (200, 302)


def test_history_tells_who_changed_what_in_words(admin: Client, ana: User, customer: Customer) -> None:
    save(admin, change_address(customer), status=CustomerStatus.objects.get(name="Pending").pk)
    page = admin.get(f"/admin/customers/customer/{customer.pk}/history/")
    assert page.status_code == 200
    assert "<td>Ana Ruiz</td>" in page.text and "Pending" in page.text and "Active" in page.text


def test_status_is_added_changed_and_retired_by_actions(admin: Client, ana: User) -> None:
    assert save(admin, add_address(CustomerStatus), name="On hold", colour="red").status_code == 302
    status = CustomerStatus.objects.get(name="On hold")
    assert save(admin, change_address(status), allows_jobs=None, retired="on").status_code == 302
    status.refresh_from_db()
    assert status.retired and not status.allows_jobs
    verbs = ChangeSet.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[-3:] == ["create_customer_status", "change_customer_status", "retire_status"]


def test_default_status_cannot_be_retired(admin: Client, ana: User) -> None:
    default = CustomerStatus.objects.get(is_default=True)
    assert errors(save(admin, change_address(default), retired="on"))
    default.refresh_from_db()
    assert not default.retired


def test_tag_of_the_administration_is_everywhere(admin: Client) -> None:
    assert save(admin, add_address(Tag), name="VIP", colour="purple").status_code == 302
    tag = Tag.objects.get()
    assert "already a tag of this name" in str(errors(save(admin, add_address(Tag), name="vip", colour="red")))
    assert save(admin, change_address(tag), retired="on").status_code == 302
    tag.refresh_from_db()
    assert tag.retired and tag.history.count() == 2


@pytest.mark.parametrize("typed", ["nobody", "9" * 30, "-1", "\u0663"])
def test_form_with_somebody_who_cannot_be_is_shown_again(admin: Client, typed: str) -> None:
    response = save(admin, add_address(Customer), name="Orange", account_manager=typed)
    assert "account_manager" in errors(response)


def test_a_filter_that_no_database_can_hold_leads_back_to_the_list(admin: Client) -> None:
    answer = admin.get("/admin/customers/customer/", {"stage__exact": "a\x00"})
    assert answer.status_code == 302 and answer.headers["Location"] == "/admin/customers/customer/?e=1"

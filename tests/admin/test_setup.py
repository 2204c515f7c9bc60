import re

import pytest
from django.contrib import admin as django_admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from crm.archive.models import ArchiveBatch
from crm.changes.current import change_set
from crm.changes.models import ChangeSet
from crm.labels.attributes import clean_attributes
from crm.labels.models import AttributeDefinition
from crm.numbers.actions import take_numbers
from crm.numbers.models import NumberSeries
from customers.actions import archive_customer
from customers.models import Customer
from staff.models import User
from tests.admin.helpers import add_address, change_address, errors, save
from tests.factories import CustomerFactory, person


def test_attribute_is_defined_changed_and_retired(admin: Client, ana: User) -> None:
    noun = AttributeDefinition._meta.get_field("noun").related_model.objects.get_for_model(Customer)
    response = save(
        admin, add_address(AttributeDefinition), noun=noun.pk, label="Level", type="choice", choices="Gold\n Silver \n"
    )
    assert response.status_code == 302
    level = AttributeDefinition.objects.get()
    assert (level.key, level.choices) == ("level", ["Gold", "Silver"])
    assert clean_attributes(Customer, {"level": "Gold"}) == {"level": "Gold"}

    CustomerFactory(attributes={"level": "Gold"})
    assert "hold a value of this type" in str(errors(save(admin, change_address(level), type="text"))["type"])
    assert save(admin, change_address(level), help_text="As agreed", retired="on").status_code == 302
    level.refresh_from_db()
    assert level.retired and level.help_text == "As agreed" and level.choices == ["Gold", "Silver"]


def test_number_series_changes_forward_only(admin: Client, ana: User) -> None:
    with change_set(by=ana, verb="take"):
        take_numbers("orders", 5, prefix="O-")
    series = NumberSeries.objects.get(key="orders")
    assert "was given already" in str(errors(save(admin, change_address(series), next_value="3"))["next_value"])
    assert save(admin, change_address(series), prefix="ORD-", next_value="100").status_code == 302
    with change_set(by=ana, verb="take"):
        assert take_numbers("orders") == ["ORD-000100"]
    assert admin.get(add_address(NumberSeries)).status_code == 403


@pytest.mark.parametrize("model", [ChangeSet, ArchiveBatch])
def test_records_of_what_happened_are_only_shown(admin: Client, ana: User, model: type) -> None:
    archive_customer(CustomerFactory(), by=ana, reason="Duplicate")
    record = model.objects.latest("pk")
    assert admin.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")).status_code == 200
    assert admin.get(change_address(record)).status_code == 200
    assert admin.post(change_address(record), {"reason": "x"}).status_code == 403
    assert admin.get(add_address(model)).status_code == 403
    record.refresh_from_db()
    assert record.reason == "Duplicate"


def test_user_gets_roles_and_a_link_to_choose_a_password(admin: Client, ana: User) -> None:
    response = save(admin, add_address(User), email="eva@example.com", name="Eva", roles=["sales"])
    assert response.status_code == 302
    eva = User.objects.get(email="eva@example.com")
    assert eva.has_perm("customers.add_customer") and not eva.has_usable_password()

    page = admin.get(change_address(eva))
    (link,) = re.findall(r"http://testserver(/accounts/password/reset/key/[^<\s]+)", page.text)
    guest = Client()
    form = guest.get(link, follow=True)
    password = {"password1": "correct horse battery", "password2": "correct horse battery"}
    guest.post(form.redirect_chain[-1][0], password)
    eva.refresh_from_db()
    assert eva.check_password("correct horse battery")


def test_user_is_changed_by_actions_and_never_without_an_administrator(admin: Client, ana: User) -> None:
    sofia = person("sofia")
    assert save(admin, change_address(sofia), name="Sofia M", roles=["sales"]).status_code == 302
    sofia.refresh_from_db()
    assert (sofia.name, sofia.roles) == ("Sofia M", ["sales"])
    assert save(admin, change_address(sofia), is_active=None).status_code == 302
    sofia.refresh_from_db()
    assert not sofia.is_active
    ana.refresh_from_db()
    assert "at least one active administrator" in str(errors(save(admin, change_address(ana), roles=["viewer"])))
    assert "shut yourself out" in str(errors(save(admin, change_address(ana), is_active=None)))


def test_refused_part_undoes_the_rest(admin: Client, ana: User) -> None:
    ana.refresh_from_db()
    before = ChangeSet.objects.count()
    errors(save(admin, change_address(ana), name="Other", roles=["viewer"]))
    ana.refresh_from_db()
    assert ana.name == "Ana Ruiz" and ChangeSet.objects.count() == before


@pytest.mark.parametrize("name", ["sam", "sofia", "theo", "bea", "vic", "nina"])
def test_only_administrators_come_in(client: Client, db: None, name: str) -> None:
    client.force_login(person(name))
    for address in ("/admin/", "/admin/customers/customer/", "/admin/staff/user/add/"):
        assert client.get(address).status_code in (302, 403)


def test_anonymous_signs_in_at_the_same_page_as_everybody(client: Client, db: None) -> None:
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/login/")


def test_packages_that_save_on_their_own_are_left_out(admin: Client) -> None:
    assert not django_admin.site.is_registered(Group)
    assert all(getattr(each, "changes_through_actions", False) for each in django_admin.site._registry.values())
    page = admin.get("/admin/")
    assert page.status_code == 200 and "Recent actions" not in page.text
    assert not LogEntry.objects.exists()

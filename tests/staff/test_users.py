import threading
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from crm.changes.models import ChangeSet
from crm.changes.tracked import StaleVersion
from crm.errors import DomainError
from staff.actions import change_user, create_user, deactivate_user, reactivate_user, set_password, set_roles
from staff.models import User

PASSWORD = "correct horse battery"


def test_new_user_signs_in_with_any_case_of_the_address(ana: User, client: Client) -> None:
    create_user(by=ana, email="Eva@Example.com", name="Eva", roles=["viewer"], password=PASSWORD)
    client.post(reverse("account_login"), {"login": "eva@example.COM", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(User.objects.get(name="Eva").pk)


def test_name_is_kept_with_one_kind_of_line_end(ana: User) -> None:
    assert create_user(by=ana, email="eva@example.com", name=" Eva\r\nSmith\r").name == "Eva\nSmith"


def test_user_without_a_password_cannot_sign_in(ana: User, client: Client) -> None:
    create_user(by=ana, email="eva@example.com", name="Eva")
    assert not client.login(email="eva@example.com", password="")
    assert not client.login(email="eva@example.com", password="None")


@pytest.mark.parametrize(
    ("values", "sentence", "field"),
    [
        ({"email": "ANA@example.com"}, "already signs in", "email"),
        ({"email": "nonsense"}, "valid email", "email"),
        ({"name": ""}, "blank", "name"),
        ({"password": "password1234"}, "too common", "password"),
        ({"roles": ["king"]}, "no role “king”", "roles"),
        ({"time_zone": "Mars/Olympus"}, "time zone", "time_zone"),
        ({"theme": "pink"}, "not a valid choice", "theme"),
    ],
)
def test_bad_value_is_refused_beside_its_field(ana: User, values: dict[str, Any], sentence: str, field: str) -> None:
    given = {"email": "eva@example.com", "name": "Eva", **values}
    with pytest.raises(DomainError, match=sentence) as refusal:
        create_user(by=ana, **given)
    assert refusal.value.field == field
    assert User.objects.count() == 1


def test_role_changes_leave_a_history_row_with_the_actor(ana: User, ben: User) -> None:
    set_roles(ben, by=ana, roles=["billing", "sales"])
    ben.refresh_from_db()
    assert ben.roles == ["sales", "billing"]
    newest, former = ben.history.all()[:2]
    assert (former.roles, newest.roles) == (["support"], ["sales", "billing"])
    assert (newest.change_set.actor, newest.change_set.verb) == (ana, "set_roles")


def test_administrators_alone_open_the_administration(ana: User, ben: User) -> None:
    assert ana.is_staff and not ben.is_staff
    assert set_roles(ben, by=ana, roles=["administrator"]).is_staff
    ben.refresh_from_db()
    assert not set_roles(ben, by=ana, roles=["viewer"]).is_staff


def test_password_is_in_no_history(ana: User, ben: User) -> None:
    changed = set_password(ben, by=ana, password=PASSWORD)
    assert changed.check_password(PASSWORD)
    assert ChangeSet.objects.latest("pk").verb == "set_password"
    assert "password" not in {field.name for field in User.history.model._meta.fields}


def test_a_former_address_no_longer_signs_in(ana: User, ben: User, client: Client) -> None:
    set_password(ben, by=ana, password=PASSWORD)
    EmailAddress.objects.create(user=ben, email="ben@example.com", verified=True)
    ben.refresh_from_db()
    change_user(ben, by=ana, email="ben@example.org")

    client.post(reverse("account_login"), {"login": "ben@example.com", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    client.post(reverse("account_login"), {"login": "ben@example.org", "password": PASSWORD})
    assert "_auth_user_id" in client.session


def test_two_people_who_edit_one_user_do_not_overwrite_each_other(ana: User, ben: User) -> None:
    change_user(ben, by=ana, version=ben.version, name="Benjamin Cole")
    with pytest.raises(StaleVersion):
        change_user(ben, by=ana, version=ben.version, name="Benny")
    ben.refresh_from_db()
    assert ben.name == "Benjamin Cole"


def test_deactivated_user_is_out_at_once_and_comes_back_with_the_same_roles(
    ana: User, ben: User, client: Client
) -> None:
    ben = set_password(ben, by=ana, password=PASSWORD)
    client.post(reverse("account_login"), {"login": "ben@example.com", "password": PASSWORD})
    assert client.get(reverse("account_change_password")).status_code == 200
    deactivate_user(ben, by=ana, reason="Left the firm")
    response = client.get(reverse("account_change_password"))
    assert response.status_code == 302 and "login" in response["Location"]
    assert ChangeSet.objects.latest("pk").reason == "Left the firm"
    back = reactivate_user(ben, by=ana)
    assert back.is_active and back.roles == ["support"]


def test_nobody_shuts_themselves_out(ana: User) -> None:
    with pytest.raises(DomainError, match="yourself"):
        deactivate_user(ana, by=ana)


def test_the_last_administrator_keeps_the_role(ana: User, ben: User) -> None:
    with pytest.raises(DomainError, match="at least one active administrator"):
        set_roles(ana, by=ben, roles=["viewer"])
    with pytest.raises(DomainError, match="at least one active administrator"):
        deactivate_user(ana, by=ben)
    ana.refresh_from_db()
    assert ana.is_active and ana.roles == ["administrator"]


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_shut_each_other_out_leave_one(ana: User, ben: User) -> None:
    set_roles(ben, by=ana, roles=["administrator"])
    refusals: list[DomainError] = []
    start = threading.Barrier(2)

    def shut_out(user: User, by: User) -> None:
        start.wait()
        try:
            deactivate_user(user, by=by)
        except DomainError as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=shut_out, args=pair) for pair in ((ana, ben), (ben, ana))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refusals) == 1
    assert User.objects.filter(is_active=True).count() == 1


def test_createsuperuser_makes_the_first_person_with_a_history_row(db: None) -> None:
    call_command("createsuperuser", email="root@example.com", name="Root", interactive=False, verbosity=0)
    user = User.objects.get()
    assert user.is_superuser and user.is_staff
    change = user.history.get().change_set
    assert (change.actor_name, change.verb) == ("createsuperuser", "create_user")


def test_nobody_signs_up(client: Client, db: None) -> None:
    response = client.post(
        reverse("account_signup"), {"email": "eve@example.com", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert response.status_code < 500
    assert not User.objects.exists()

"""Packages that save users by themselves: what they leave in history."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from crm.changes.describe import describe
from crm.changes.models import ChangeSet
from crm.changes.sentences import sentence
from staff.actions import set_password
from staff.models import User
from tests.factories import TESTS, person

OLD, NEW = "correct horse battery", "staple correct horse"


@pytest.fixture
def sam(db: None) -> User:
    return set_password(person("sam"), by=TESTS, password=OLD)


def sign_in(client: Client, password: str) -> bool:
    client.post(reverse("account_login"), {"login": "sam@example.com", "password": password})
    return "_auth_user_id" in client.session


def test_signing_in_leaves_no_history(client: Client, sam: User) -> None:
    newest, version = ChangeSet.objects.latest("pk"), sam.version
    assert sign_in(client, OLD)
    sam.refresh_from_db()
    assert sam.last_login is not None
    assert sam.version == version
    assert ChangeSet.objects.latest("pk") == newest


def test_changed_password_is_told_without_what_it_is(client: Client, sam: User) -> None:
    assert sign_in(client, OLD)
    client.post(reverse("account_change_password"), {"oldpassword": OLD, "password1": NEW, "password2": NEW})
    newest = ChangeSet.objects.latest("pk")
    objects = describe(newest)
    assert newest.actor == sam
    assert sentence(newest, objects) == "changed the password of Sam Taylor"
    assert [each.fields for each in objects] == [[]]
    assert "password" not in {field.name for field in User.history.model._meta.fields}
    assert "_auth_user_id" in client.session
    assert not sign_in(Client(), OLD)
    assert sign_in(Client(), NEW)


def test_forgotten_password_is_reset_by_its_owner(client: Client, sam: User) -> None:
    client.post(reverse("account_reset_password"), {"email": "sam@example.com"})
    link = next(word for word in str(mail.outbox[0].body).split() if "/password/reset/key/" in word)
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert ChangeSet.objects.latest("pk").actor == sam
    assert sign_in(Client(), NEW)

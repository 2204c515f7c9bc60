"""What the sign-in page says to those it does not let in."""

import pytest
from django.test import Client

from staff.models import User
from tests.factories import person

pytestmark = pytest.mark.django_db


def test_wrong_password_is_told_without_words_about_saving(client: Client) -> None:
    person("ana")
    page = client.post("/accounts/login/", {"login": "ana@example.com", "password": "wrong"})
    told = page.content.decode()
    assert "are not correct" in told and "Nothing was saved" not in told


def test_refused_password_change_says_that_nothing_was_saved(client: Client) -> None:
    ana = person("ana")
    ana.set_password("look around first")
    User.objects.filter(pk=ana.pk).update(password=ana.password)
    client.force_login(ana)
    typed = {"oldpassword": "wrong", "password1": "short", "password2": "other"}
    told = client.post("/accounts/password/change/", typed).content.decode()
    assert "Nothing was saved yet" in told and "Please type your current password" in told

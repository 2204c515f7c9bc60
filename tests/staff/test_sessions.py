"""A session is read anew with every request: one that ended lets nobody in."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.factories import person

pytestmark = pytest.mark.django_db
PAGE = "/customers/"


@pytest.fixture
def signed_in(client: Client) -> Client:
    client.force_login(person("ana"))
    return client


def test_session_is_that_of_whoever_signed_in(signed_in: Client) -> None:
    other = Client()
    other.force_login(person("sam"))
    for client, name in ((signed_in, "ana"), (other, "sam"), (signed_in, "ana")):
        assert client.get(PAGE).context["user"] == person(name)


def test_session_that_expired_lets_nobody_in(signed_in: Client) -> None:
    assert signed_in.get(PAGE).status_code == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert signed_in.get(PAGE).status_code == 302


def test_session_that_was_ended_elsewhere_lets_nobody_in(signed_in: Client) -> None:
    assert signed_in.get(PAGE).status_code == 200
    Session.objects.all().delete()
    assert signed_in.get(PAGE).status_code == 302
    assert not Session.objects.exists()


def test_forged_key_lets_nobody_in(signed_in: Client) -> None:
    signed_in.cookies["session"] = "x" * 32
    assert signed_in.get(PAGE).status_code == 302

import pytest
from django.core.management import call_command
from django.test import Client

from crm.changes.models import ChangeSet
from customers.models import Address, Customer, Note
from staff.demo import AT, CAST, PASSWORD
from staff.models import User
from tests.factories import person

pytestmark = pytest.mark.django_db


def seed(capsys: pytest.CaptureFixture[str]) -> str:
    call_command("seed_demo")
    return capsys.readouterr().out


def test_demo_world_is_told_once_and_says_how_to_sign_in(capsys: pytest.CaptureFixture[str], client: Client) -> None:
    said = seed(capsys)
    counts = [model.objects.count() for model in (User, Customer, Note, Address, ChangeSet)]

    assert f"admin@{AT}" in said
    assert PASSWORD in said
    assert "already" in seed(capsys)
    assert counts == [model.objects.count() for model in (User, Customer, Note, Address, ChangeSet)]
    assert client.login(email=f"admin@{AT}", password=PASSWORD)


def test_demo_world_has_three_countries_several_actors_and_every_role(capsys: pytest.CaptureFixture[str]) -> None:
    seed(capsys)

    assert 60 <= Customer.objects.count() <= 80
    assert set(Customer.objects.values_list("country", flat=True)) == {"FR", "ES", "GB"}
    assert Customer.objects.archived().count() == 1
    assert Customer.objects.filter(kind="individual").count() > 5
    assert ChangeSet.objects.filter(actor__isnull=False).values("actor").distinct().count() >= 6
    assert User.objects.count() == len(CAST)


def test_demo_world_stays_out_of_a_database_with_users_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    person("ana")

    assert "stays out" in seed(capsys)
    assert not Customer.objects.exists()
    assert User.objects.count() == 1

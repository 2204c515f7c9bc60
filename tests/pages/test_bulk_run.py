"""Bulk actions over many rows: in the background, batch by batch, each row once."""

from typing import Any

import pytest
from django.test import Client

from crm.background.models import BackgroundJob, State
from crm.background.registry import Interrupted
from crm.background.runner import run_job
from crm.changes.bulk import create_rows
from crm.changes.current import change_set
from crm.changes.models import ChangeSet
from crm.labels.models import Tag
from crm.pages import bulk_run
from crm.pages.models import BulkRun
from staff.models import User
from tests.factories import TESTS, person
from tests.pages.sample import Paint

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.pages.sample")]

EVERYTHING = {"all": "1", "seen": "60", "confirm": "1", "reason": "new brand"}


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Paint, "background_above", 10)
    monkeypatch.setattr(bulk_run, "BATCH", 25)


def start(client: Client) -> BulkRun:
    response = client.post("/tags/bulk/paint/?colour=blue", EVERYTHING)
    run = BulkRun.objects.get()
    assert response.headers["Location"] == f"/bulk/{run.pk}/"
    return run


@pytest.mark.feature("F008")
def test_many_rows_are_queued_and_changed_under_one_change_set(signed_in: Client, tags: list[Tag]) -> None:
    run = start(signed_in)
    assert Tag.objects.filter(colour="red").count() == 60
    run_job(run.job_id)
    run.refresh_from_db()
    assert (run.seen, run.done, run.refused) == (60, 60, 0)
    assert not Tag.objects.exclude(colour="red").exists()
    change = ChangeSet.objects.get(verb="paint_tag")
    assert (change.counts, change.reason, change.actor_id) == ({"labels.tag": {"~": 60}}, "new brand", run.owner_id)


def test_stopped_work_goes_on_behind_its_last_batch(signed_in: Client, tags: list[Tag]) -> None:
    run = start(signed_in)
    with pytest.raises(Interrupted):
        bulk_run.perform_bulk_run(StopsAfter(2), run.pk)
    assert Tag.objects.filter(colour="blue").count() == 60 - 25
    run_job(run.job_id)
    run.refresh_from_db()
    assert (run.seen, run.done) == (60, 60)
    assert set(Tag.objects.filter(pk__in=[tag.pk for tag in tags if tag.colour == "blue"]).values_list("version")) == {
        (2,)
    }


@pytest.mark.feature("F008")
def test_refused_rows_are_named_on_the_page_of_the_run(signed_in: Client, tags: list[Tag]) -> None:
    with change_set(by=TESTS, verb="prepare"):
        create_rows([Tag(name="keep", colour="blue", attention=True)])
    signed_in.post("/tags/bulk/paint/?colour=blue", {**EVERYTHING, "seen": "61"})
    run = BulkRun.objects.get()
    run_job(run.job_id)
    page = signed_in.get(run.get_absolute_url()).content.decode()
    assert "keep must keep its colour." in page and "1 was refused." in page


def test_run_is_shown_to_its_owner_alone(signed_in: Client, tags: list[Tag], client: Client) -> None:
    run = start(signed_in)
    assert b"0 of 60 rows" in signed_in.get(run.get_absolute_url()).content
    client.force_login(person("vic"))
    assert client.get(run.get_absolute_url()).status_code == 404


def test_who_lost_the_permission_meanwhile_changes_nothing(signed_in: Client, ana: User, tags: list[Tag]) -> None:
    run = start(signed_in)
    with change_set(by=TESTS, verb="prepare"):
        ana.is_superuser = False
        ana.save()
    run_job(run.job_id)
    assert Tag.objects.filter(colour="red").count() == 60
    assert BackgroundJob.objects.get().state == State.FAILED


class StopsAfter:
    """A worker that is told to stop after some signs of progress."""

    def __init__(self, times: int) -> None:
        self.left = times

    def advance(self, done: int, total: int = 0) -> None:
        self.left -= 1
        if self.left == 0:
            raise Interrupted


@pytest.mark.feature("F008")
def test_confirm_page_names_what_changes_and_who_is_refused(signed_in: Client, monkeypatch: Any) -> None:
    with change_set(by=TESTS, verb="prepare"):
        create_rows([Tag(name="keep", colour="blue", attention=True), Tag(name="change", colour="blue")])
    monkeypatch.setattr(Paint, "refusals", lambda tag, **values: ["It stays blue."] if tag.attention else [])
    monkeypatch.setattr(Paint, "change_of", lambda tag, **values: "Colour: Blue → Red")
    page = " ".join(signed_in.post("/tags/bulk/paint/", {"all": "1"}).content.decode().split())
    assert "1 row will be refused and stays as it is" in page and "<b>keep</b>: It stays blue." in page
    assert '<td>change</td><td class="quiet">Colour: Blue → Red</td>' in page and "can be undone" in page
    assert "Paint red: 1 record." in page
    assert "and so on" not in page


def test_confirm_page_offers_nothing_where_every_row_is_refused(signed_in: Client, monkeypatch: Any) -> None:
    with change_set(by=TESTS, verb="prepare"):
        create_rows([Tag(name="keep", colour="blue")])
    monkeypatch.setattr(Paint, "refusals", lambda tag, **values: ["It stays blue."])
    page = " ".join(signed_in.post("/tags/bulk/paint/", {"all": "1"}).content.decode().split())
    assert "It stays blue." in page and "Back to the list" in page
    assert 'type="submit">Paint red' not in page

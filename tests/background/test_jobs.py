"""What becomes of work in the queue."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from crm.background.models import BackgroundJob, State
from crm.background.queue import cancel, enqueue
from crm.background.registry import TASKS, Interrupted, Progress
from crm.background.runner import STARTS_AT_MOST, run_job
from crm.changes.current import SystemActor
from crm.errors import DomainError, TryLater
from staff.actions import create_user
from staff.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(db: None) -> User:
    return create_user(by=SystemActor("tests"), email="ana@example.com", name="Ana Ruiz")


@pytest.fixture
def task(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """A task that does what the test says: `raises` an error, or tells `rows` of progress."""
    does: dict[str, Any] = {"raises": None, "rows": 0}

    def work(progress: Progress, *, word: str) -> str:
        if does["rows"]:
            progress.advance(does["rows"], does["rows"])
        if does["raises"]:
            raise does["raises"]
        return f"Said {word}."

    monkeypatch.setitem(TASKS, "tests.work", work)
    yield does


@pytest.fixture
def job(ana: User, task: dict[str, Any]) -> BackgroundJob:
    return enqueue("tests.work", owner=ana, label="Say hello", url="/imports/", word="hello")


def test_a_job_ends_with_the_sentence_of_its_task(job: BackgroundJob) -> None:
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.sentence, job.attempts) == (State.DONE, "Said hello.", 1)


def test_a_job_that_was_rolled_back_is_in_no_queue(ana: User, task: Any) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue("tests.work", owner=ana, label="Say hello", word="hello")
        raise ZeroDivisionError
    assert not ProcrastinateJob.objects.exists()
    assert not BackgroundJob.objects.exists()


def test_a_refusal_is_kept_as_the_person_must_read_it(job: BackgroundJob, task: dict[str, Any]) -> None:
    task["raises"] = DomainError("The file is gone.")
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.sentence) == (State.FAILED, "The file is gone.")


def test_a_defect_is_raised_for_the_log_and_closes_the_job_without_its_details(
    job: BackgroundJob, task: dict[str, Any]
) -> None:
    task["raises"] = KeyError("secret")
    with pytest.raises(KeyError):
        run_job(job.pk)
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "secret" not in job.sentence


@pytest.mark.parametrize("error", [TryLater("busy"), OperationalError("gone"), Interrupted()])
def test_what_may_work_later_leaves_the_job_open(job: BackgroundJob, task: dict[str, Any], error: Exception) -> None:
    task["raises"] = error
    with pytest.raises(type(error)):
        run_job(job.pk)
    task["raises"] = None
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == State.DONE


def test_a_job_that_ends_its_worker_each_time_is_given_up(job: BackgroundJob, task: dict[str, Any]) -> None:
    task["raises"] = Interrupted()
    for _start in range(STARTS_AT_MOST):
        with pytest.raises(Interrupted):
            run_job(job.pk)
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.FAILED, STARTS_AT_MOST)


def test_a_job_that_moves_on_may_be_interrupted_as_often_as_needed(job: BackgroundJob, task: dict[str, Any]) -> None:
    task.update(raises=Interrupted(), rows=5)
    for _start in range(STARTS_AT_MOST * 2):
        with pytest.raises(Interrupted):
            run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done) == (State.RUNNING, 5)


def test_a_waiting_job_can_be_cancelled_and_never_starts(job: BackgroundJob) -> None:
    cancel(job)
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.CANCELLED, 0)


def test_a_running_job_leaves_off_when_it_is_cancelled(job: BackgroundJob, task: dict[str, Any]) -> None:
    BackgroundJob.objects.update(state=State.RUNNING)
    cancel(job)
    task["rows"] = 5
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_a_finished_job_is_not_run_again(job: BackgroundJob, task: dict[str, Any]) -> None:
    run_job(job.pk)
    task["raises"] = DomainError("again")
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == State.DONE


def test_only_registered_tasks_with_plain_arguments_are_queued(ana: User, task: Any) -> None:
    with pytest.raises(ValueError, match="no background task"):
        enqueue("tests.unknown", owner=ana, label="?")
    with pytest.raises(ValueError, match="not ids and words"):
        enqueue("tests.work", owner=ana, label="?", word=ana)


def test_the_page_shows_progress_and_reloads_when_it_is_over(job: BackgroundJob, ana: User, client: Client) -> None:
    client.force_login(ana)
    BackgroundJob.objects.update(state=State.RUNNING, done=30, total=120)
    assert "30 of 120 lines" in client.get(f"/background/{job.pk}/").text
    assert "30 of 120 lines" in client.get(f"/background/{job.pk}/", headers={"HX-Request": "true"}).text
    run_job(job.pk)
    over = client.get(f"/background/{job.pk}/", headers={"HX-Request": "true"})
    assert (over.status_code, over.headers["HX-Refresh"]) == (204, "true")
    assert "Said hello." in client.get(f"/background/{job.pk}/").text


def test_other_people_s_jobs_are_not_there(job: BackgroundJob, ana: User, client: Client) -> None:
    client.force_login(create_user(by=ana, email="eve@example.com", name="Eve", roles=["administrator"]))
    assert client.get(f"/background/{job.pk}/").status_code == 404
    assert client.post(f"/background/{job.pk}/cancel/").status_code == 404

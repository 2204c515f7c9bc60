"""A worker that is killed in the middle of a bulk action: another goes on, and each row is changed once."""

import signal
import subprocess
import time
from collections.abc import Callable

import pytest
from django.db.models import Q
from django.test import Client

from crm.background.models import State
from crm.changes.bulk import create_from_values
from crm.changes.current import change_set
from crm.changes.models import ChangeSet
from crm.pages.models import BulkRun
from customers.models import Address, Customer, CustomerStatus
from tests.factories import TESTS, person

ROWS = 4_000  # eight transactions, of which the first worker must not reach the last

pytestmark = pytest.mark.django_db(transaction=True)
Worker = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def customers() -> list[int]:
    """Customers, each with one address."""
    status = CustomerStatus.objects.get(is_default=True)
    common = {"kind": "company", "status_id": status.pk}
    with change_set(by=TESTS, verb="prepare"):
        rows = [{**common, "number": f"K-{n}", "name": f"Customer {n}"} for n in range(ROWS)]
        ids = create_from_values(Customer, rows)
        create_from_values(Address, [{"customer_id": pk, "address_type": "other", "line1": "1 Road"} for pk in ids])
    return ids


def start(client: Client, action: str, **fields: object) -> BulkRun:
    client.force_login(person("ana"))
    everything = {"all": "1", "seen": str(ROWS), "confirm": "1"}
    response = client.post(f"/customers/bulk/{action}/", {**everything, **fields})
    assert response.status_code == 302, response.content.decode()
    return BulkRun.objects.get()


def kill_in_the_middle(worker: Worker, changed: Callable[[], int]) -> None:
    first = worker()
    wait_until(lambda: changed() > 0, 60, "the first worker did not begin")
    first.send_signal(signal.SIGKILL)
    first.wait()
    time.sleep(0.2)
    assert 0 < changed() < ROWS, "the worker was not killed in the middle"


def wait_until_done(run: BulkRun) -> None:
    wait_until(lambda: _job_state(run) == State.DONE, 120, "nobody took the work up")
    run.refresh_from_db()
    assert (run.seen, run.done, run.refused) == (ROWS, ROWS, 0)


def wait_until(holds: Callable[[], bool], seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def test_a_killed_worker_s_bulk_edit_is_taken_up_and_changes_each_row_once(
    client: Client, customers: list[int], worker: Worker
) -> None:
    other = CustomerStatus.objects.exclude(is_default=True).first()
    assert other is not None
    run = start(client, "status", status=str(other.pk))
    edited = Customer.objects.filter(status=other)

    kill_in_the_middle(worker, edited.count)
    assert Customer.history.filter(history_type="~").count() == edited.count()
    worker()
    wait_until_done(run)
    assert set(Customer.objects.values_list("status", "version")) == {(other.pk, 2)}
    done = ChangeSet.objects.get(pk=run.change_set_id)
    assert done.counts == {"customers.customer": {"~": ROWS}}
    assert Customer.history.filter(change_set=done).values("id").distinct().count() == ROWS
    assert Customer.history.filter(change_set=done).count() == done.customers.count() == ROWS


def test_a_killed_worker_s_bulk_archive_is_taken_up_and_every_customer_leaves_whole(
    client: Client, customers: list[int], worker: Worker
) -> None:
    run = start(client, "archive", reason="Sold")
    gone = Customer.objects.archived()

    kill_in_the_middle(worker, gone.count)
    in_two_minds = Q(archived_at__isnull=True) ^ Q(customer__archived_at__isnull=True)
    assert not Address.objects.filter(in_two_minds).exists()
    worker()
    wait_until_done(run)
    assert gone.values("archive_batch").distinct().count() == ROWS
    assert not Address.objects.exclude(archive_batch=None).filter(in_two_minds).exists()
    assert Address.objects.filter(archived_at__isnull=False).count() == ROWS
    done = ChangeSet.objects.get(pk=run.change_set_id)
    assert done.counts == {"customers.customer": {"~": ROWS}, "customers.address": {"~": ROWS}}
    assert set(Customer.objects.values_list("version", flat=True)) == {2}


def _job_state(run: BulkRun) -> str:
    job = BulkRun.objects.select_related("job").get(pk=run.pk).job
    return job.state if job else ""

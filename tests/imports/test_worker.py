"""A worker that is killed in the middle of an import, and another that goes on."""

import signal
import subprocess
import time
from collections.abc import Callable

import pytest

from crm.background.models import State
from crm.changes.models import ChangeSet
from crm.imports.actions import start_applying
from crm.imports.models import ImportBatch
from customers.models import Customer
from staff.models import User
from tests.importing import Import

LINES = 8_000  # four transactions, of which the first worker must not reach the last

pytestmark = pytest.mark.django_db(transaction=True)


def wait_until(holds: Callable[[], bool], seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def test_a_killed_worker_s_import_is_taken_up_and_each_line_is_imported_once(
    check: Import, ana: User, worker: Callable[[], "subprocess.Popen[bytes]"]
) -> None:
    lines = "".join(f"{number},Customer {number},Lyon\n" for number in range(LINES))
    batch = start_applying(check(f"id,name,city\n{lines}"), by=ana)
    assert batch.job is not None

    first = worker()
    wait_until(lambda: Customer.objects.exists(), 60, "the first worker did not begin")
    first.send_signal(signal.SIGKILL)
    first.wait()
    time.sleep(0.2)
    half = Customer.objects.count()
    assert 0 < half < LINES, "the worker was not killed in the middle"

    worker()
    wait_until(lambda: ImportBatch.objects.get(pk=batch.pk).state == "applied", 120, "nobody took the import up")
    numbers = list(Customer.objects.values_list("external_number", flat=True))
    assert len(numbers) == len(set(numbers)) == LINES
    done = ChangeSet.objects.get(reason="list.csv")
    assert done.counts["customers.customer"] == {"+": LINES}
    assert done.customers.count() == LINES
    assert Customer.history.filter(change_set=done).count() == LINES
    wait_until(lambda: _state(batch) == State.DONE, 20, "the job was not closed")


def _state(batch: ImportBatch) -> str:
    job = ImportBatch.objects.select_related("job").get(pk=batch.pk).job
    return job.state if job else ""

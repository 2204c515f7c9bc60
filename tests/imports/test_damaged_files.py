"""Every damaged file gets a clear answer, whatever it is a file of; nothing of it is half stored."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contacts.models import Contact
from crm.background.runner import run_job
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.states import RowAction
from customers.models import Customer
from tests.imports.damaged import FILES, Damaged

pytestmark = pytest.mark.django_db
KINDS: dict[str, Any] = {"customers": Customer, "contacts": Contact}


def test_there_are_at_least_sixty_files() -> None:
    assert len({file.name for file in FILES}) == len(FILES) >= 60


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("damaged", FILES, ids=lambda damaged: damaged.name)
def test_a_damaged_file_gets_a_clear_answer(browser: Client, damaged: Damaged, kind: str) -> None:
    noun = KINDS[kind]
    said, batch = bring(browser, damaged, kind)
    assert damaged.says in said
    if batch is None or not batch.counts:
        assert (damaged.good, damaged.bad) == (0, 0), said
        assert not noun.objects.exists()
        return
    refused = batch.counts.get(RowAction.REFUSED, 0)
    if damaged.good or damaged.bad:
        assert (batch.to_apply, refused) == (damaged.good, damaged.bad)
    assert browser.get(f"/imports/{batch.pk}/?show=refused").status_code == 200
    if batch.to_apply:
        assert browser.post(f"/imports/{batch.pk}/apply/").status_code == 302
    assert noun.objects.count() == batch.to_apply
    assert ImportRow.objects.filter(action=RowAction.REFUSED, errors=[]).count() == 0


def bring(browser: Client, damaged: Damaged, kind: str) -> tuple[str, ImportBatch | None]:
    """Send the file and have it checked as proposed; what the pages say, and the import if there is one."""
    file = SimpleUploadedFile("list.csv", damaged.content, "text/csv")
    sent: Any = browser.post("/imports/new/", {"kind": kind, "file": file})
    if sent.status_code == 422:
        assert not ImportBatch.objects.exists()
        return sent.text, None
    assert sent.status_code == 302
    batch = ImportBatch.objects.get()
    assert browser.get(f"/imports/{batch.pk}/columns/").status_code == 200
    chosen = {f"column-{index}": name for index, name in batch.mapping.items()}
    checked: Any = browser.post(
        f"/imports/{batch.pk}/columns/", {**chosen, "key": batch.key, "existing": batch.existing}, follow=True
    )
    assert checked.status_code in (200, 422)
    batch.refresh_from_db()
    if batch.job_id:  # a large file is checked in the background
        run_job(batch.job_id)
        checked = browser.get(f"/imports/{batch.pk}/")
        batch.refresh_from_db()
    return checked.text, batch

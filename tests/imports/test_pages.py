"""An import in the browser, page by page."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from crm.imports.models import ImportBatch
from crm.imports.states import BatchState
from customers.models import Customer
from staff.models import User
from tests.factories import grant
from tests.importing import Import

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_browser(boss: User) -> Client:
    client = Client()
    client.force_login(boss)
    return client


def send(browser: Client, content: bytes, name: str = "list.csv") -> Any:
    file = SimpleUploadedFile(name, content, "text/csv")
    return browser.post("/imports/new/", {"kind": "customers", "file": file})


def columns_of(batch: ImportBatch) -> dict[str, str]:
    chosen = {f"column-{index}": name for index, name in batch.mapping.items()}
    return {**chosen, "key": batch.key, "existing": batch.existing}


def test_a_file_goes_through_upload_columns_preview_and_result(browser: Client, chinook: bytes) -> None:
    sent = send(browser, chinook, "chinook.csv")
    batch = ImportBatch.objects.get()
    assert sent.headers["Location"] == f"/imports/{batch.pk}/columns/"

    columns = browser.get(sent.headers["Location"])
    assert "Luís" in columns.text
    assert batch.mapping == {
        "0": "external_number", "1": "first_name", "2": "last_name", "3": "company", "4": "line1", "5": "city",
        "6": "state", "7": "country", "8": "postal_code", "9": "phone", "11": "email",
    }  # fmt: skip

    checked = browser.post(sent.headers["Location"], columns_of(batch), follow=True)
    assert "59 to create" in checked.text
    assert not Customer.objects.exists()

    done = browser.post(f"/imports/{batch.pk}/apply/", follow=True)
    assert "59 lines were imported." in done.text
    assert Customer.objects.count() == 59
    assert "chinook.csv" in browser.get("/imports/").text


def test_a_file_that_is_no_table_is_refused_in_words_and_not_kept(browser: Client, own_files: Any) -> None:
    response = send(browser, b"PK\x03\x04 a workbook", "list.xlsx")
    assert response.status_code == 422
    assert "Save the table as CSV" in response.text
    assert not ImportBatch.objects.exists()
    assert not [path for path in own_files.rglob("*") if path.is_file()]


def test_errors_stand_with_their_line_and_come_as_a_file(browser: Client, check: Import) -> None:
    batch = check("name,country\nAda,France\n=Eve,Atlantis\n")
    page = browser.get(f"/imports/{batch.pk}/")
    assert "There is no country of this name: Atlantis" in page.text
    response: Any = browser.get(f"/imports/{batch.pk}/refused.csv")
    lines = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert lines[0] == ["name", "country", "Line", "What is wrong"]
    assert lines[1] == ["'=Eve", "Atlantis", "3", "Country: There is no country of this name: Atlantis"]


def test_a_mapping_with_one_field_twice_is_refused_and_kept_as_chosen(browser: Client, upload: Import) -> None:
    batch = upload("a,b\nAda,Eve\n")
    data = {"column-0": "name", "column-1": "name", "key": "", "existing": "update"}
    response = browser.post(f"/imports/{batch.pk}/columns/", data)
    assert response.status_code == 422
    assert "Only one column can be imported as “Name”" in response.text


def test_a_wrong_encoding_can_be_set_right(browser: Client, upload: Import) -> None:
    batch = upload("name,city\nЖан,Minsk\n".encode("cp1251"))
    browser.post(f"/imports/{batch.pk}/shape/", {"encoding": "cp1251", "delimiter": ","})
    assert "Жан" in browser.get(f"/imports/{batch.pk}/columns/").text


def test_an_import_is_undone_on_its_page(admin_browser: Client, bring_in: Import) -> None:
    batch = bring_in("id,name\n1,Ada\n")
    assert "Undo this import" in admin_browser.get(f"/imports/{batch.pk}/").text
    assert admin_browser.get(f"/imports/{batch.pk}/undo/").status_code == 200
    admin_browser.post(f"/imports/{batch.pk}/undo/")
    batch.refresh_from_db()
    assert batch.state == BatchState.UNDONE
    assert not Customer.objects.live().exists()


def test_who_may_not_undo_is_not_offered_it(client: Client, bring_in: Import, viewer: User) -> None:
    grant(viewer, "import_customer")
    client.force_login(viewer)
    batch = bring_in("id,name\n1,Ada\n")
    page = client.get(f"/imports/{batch.pk}/")
    assert page.status_code == 200 and "Undo this import" not in page.text


@pytest.mark.parametrize("page", ["", "new/", "{pk}/", "{pk}/columns/", "{pk}/undo/", "{pk}/refused.csv"])
def test_whoever_may_import_nothing_sees_no_import(client: Client, check: Import, viewer: User, page: str) -> None:
    client.force_login(viewer)
    batch = check("name\nAda\n")
    assert client.get(f"/imports/{page.format(pk=batch.pk)}").status_code == 403


@pytest.mark.parametrize("step", ["apply", "discard", "shape"])
def test_a_get_takes_no_step(browser: Client, check: Import, step: str) -> None:
    batch = check("name,city\nAda,Lyon\n")
    assert browser.get(f"/imports/{batch.pk}/{step}/").status_code == 405


@pytest.mark.parametrize("query", ["show=nonsense", "after=-1", "after=" + "9" * 40, "show=create&after=x"])
def test_a_strange_address_still_shows_the_lines(browser: Client, check: Import, query: str) -> None:
    batch = check("name\nAda\n")
    assert browser.get(f"/imports/{batch.pk}/?{query}").status_code == 200


def test_an_import_given_up_leaves_no_line_behind(browser: Client, check: Import) -> None:
    batch = check("name\nAda\n")
    browser.post(f"/imports/{batch.pk}/discard/")
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count(), batch.file.name) == (BatchState.CANCELLED, 0, "")

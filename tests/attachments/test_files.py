import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from crm.attachments.actions import archive_file, attach_files, rename_file, restore_file, tidy_name
from crm.attachments.models import Attachment
from crm.attachments.sniffing import content_type_of
from crm.changes.models import ChangedCustomer, ChangeSet
from crm.errors import DomainError, Refused
from customers.actions import archive_customer, restore_customer
from customers.models import Customer
from staff.models import User
from tests.attachments.samples import BAD, GOOD, PDF, PNG


def sent(name: str, content: bytes) -> ContentFile:
    return ContentFile(content, name=name)


def keep(customer: Customer, by: User, name: str = "plan.png", content: bytes = PNG) -> Attachment:
    return attach_files(customer, by=by, files=[sent(name, content)])[0]


def test_file_is_kept_under_a_name_nobody_can_guess(customer: Customer, sofia: User, own_files: Path) -> None:
    attachment = keep(customer, sofia, "Plan of the roof.png")
    (stored,) = (path for path in own_files.rglob("*") if path.is_file())
    assert stored.read_bytes() == PNG
    assert "roof" not in str(stored) and len(stored.name) == 38 and not stored.suffix
    assert stored.stat().st_mode & 0o077 == 0
    assert (attachment.name, attachment.size) == ("Plan of the roof.png", len(PNG))
    assert attachment.sha256 == hashlib.sha256(PNG).hexdigest()
    assert (attachment.owner, attachment.customer_id) == (customer, customer.pk)


def test_keeping_a_file_is_in_the_customers_activity(customer: Customer, sofia: User) -> None:
    attachment = keep(customer, sofia)
    change = ChangeSet.objects.latest("pk")
    assert (change.actor, change.verb, change.counts) == (sofia, "attach_files", {"attachments.attachment": {"+": 1}})
    assert ChangedCustomer.objects.filter(change_set=change, customer_id=customer.pk).exists()
    assert attachment.history.get().sha256 == attachment.sha256


@pytest.mark.parametrize(("name", "content", "content_type"), GOOD)
def test_type_comes_from_the_content(name: str, content: bytes, content_type: str) -> None:
    assert content_type_of(name, content) == content_type


@pytest.mark.parametrize(("name", "content", "why"), BAD)
def test_pretending_hiding_and_forbidden_files_are_refused(
    customer: Customer, sofia: User, own_files: Path, name: str, content: bytes, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        keep(customer, sofia, name, content)
    assert not Attachment.objects.exists()
    assert not [path for path in own_files.rglob("*") if path.is_file()]


@given(content=st.binary(max_size=200), extension=st.sampled_from(["png", "docx", "txt", "csv", "pdf", "zip", "odt"]))
def test_no_content_breaks_the_check(content: bytes, extension: str) -> None:
    try:
        assert content_type_of(f"x.{extension}", content)
    except DomainError as refusal:
        assert refusal.message


def test_all_refusals_come_at_once_and_nothing_is_kept(customer: Customer, sofia: User, own_files: Path) -> None:
    files = [sent("good.png", PNG), sent("bad.exe", b"MZ"), sent("empty.pdf", b"")]
    with pytest.raises(Refused) as refusal:
        attach_files(customer, by=sofia, files=files)
    assert len(refusal.value.reasons) == 2
    assert not Attachment.objects.exists() and not any(path.is_file() for path in own_files.rglob("*"))


def test_file_over_the_limit_is_refused_unread(customer: Customer, sofia: User, settings: Any) -> None:
    settings.ATTACHMENT_MAX_BYTES = 1000
    with pytest.raises(Refused, match=r"“big.png” is larger than 1000"):
        keep(customer, sofia, "big.png", PNG + b"\x00" * 1000)


def test_stored_file_goes_when_its_row_cannot_be_written(
    customer: Customer, sofia: User, own_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Attachment, **kwargs: Any) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(Attachment, "save", fail)
    with pytest.raises(DatabaseError):
        keep(customer, sofia)
    assert not [path for path in own_files.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\eva\\plan.png", "plan.png"),
        ("../../etc/plan.png", "plan.png"),
        ("a\r\nb\x00.png", "ab.png"),
        ("gnp.\u202eexe.png", "gnp.exe.png"),
        ("x" * 300 + ".png", "x" * 196 + ".png"),
        ("", "file"),
    ],
)
def test_name_is_tidied(name: str, kept: str) -> None:
    assert tidy_name(name) == kept


def test_archived_customer_takes_no_file(customer: Customer, sofia: User) -> None:
    archive_customer(customer, by=sofia)
    with pytest.raises(DomainError, match="Orange is archived"):
        keep(customer, sofia)


def test_files_leave_and_return_with_their_customer(customer: Customer, sofia: User) -> None:
    stays_away, goes = keep(customer, sofia), keep(customer, sofia)
    archive_file(stays_away, by=sofia)
    archive_customer(customer, by=sofia)
    goes.refresh_from_db()
    assert goes.is_archived
    with pytest.raises(DomainError, match="comes back with the record"):
        restore_file(goes, by=sofia)
    with pytest.raises(DomainError, match="belongs to the archived customer Orange"):
        restore_file(stays_away, by=sofia)

    customer.refresh_from_db()
    restore_customer(customer, by=sofia)
    goes.refresh_from_db()
    assert not goes.is_archived
    restore_file(stays_away, by=sofia)
    stays_away.refresh_from_db()
    assert not stays_away.is_archived
    with pytest.raises(DomainError, match="is not archived"):
        restore_file(stays_away, by=sofia)


def test_renaming_keeps_the_kind_of_file(customer: Customer, sofia: User) -> None:
    attachment = keep(customer, sofia, "scan.pdf", PDF)
    assert rename_file(attachment, by=sofia, name="Contract 2026").name == "Contract 2026.pdf"
    assert rename_file(attachment, by=sofia, name="Contract.pdf").name == "Contract.pdf"
    assert rename_file(attachment, by=sofia, name="page.html").name == "page.html.pdf"
    with pytest.raises(DomainError, match="needs a name"):
        rename_file(attachment, by=sofia, name=" .pdf ")

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from crm.attachments.actions import archive_file, attach_files
from crm.attachments.models import Attachment
from customers.models import Customer
from staff.models import User
from tests.attachments.samples import PDF, PNG
from tests.factories import grant, person


def uploaded(name: str = "plan.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


@pytest.fixture
def attachment(customer: Customer, sofia: User) -> Attachment:
    return attach_files(customer, by=sofia, files=[uploaded("Plan é.png")])[0]


@pytest.fixture
def signed_in(client: Client, sofia: User) -> Client:
    client.force_login(sofia)
    return client


def add_url(customer: Customer) -> str:
    return reverse("attachments:create", args=["customers.customer", customer.pk])


def test_files_are_added_from_a_form(signed_in: Client, customer: Customer, sofia: User) -> None:
    page = signed_in.get(add_url(customer))
    assert page.status_code == 200 and b'enctype="multipart/form-data"' in page.content and b"multiple" in page.content
    data = {"files": [uploaded(), uploaded("b.pdf", PDF)], "form_token": page.context["form_token"]}
    response = signed_in.post(add_url(customer), data)
    assert response.status_code == 302 and response["Location"] == f"/customers/{customer.pk}/documents/"
    documents = signed_in.get(response["Location"])
    assert "plan.png" in documents.text and "b.pdf" in documents.text and add_url(customer) in documents.text
    assert set(Attachment.objects.values_list("name", "content_type")) == {
        ("plan.png", "image/png"),
        ("b.pdf", "application/pdf"),
    }


def test_form_sent_twice_keeps_its_files_once(signed_in: Client, customer: Customer) -> None:
    token = signed_in.get(add_url(customer)).context["form_token"]
    for _ in range(2):
        response = signed_in.post(add_url(customer), {"files": [uploaded()], "form_token": token})
        assert response.status_code == 302
    assert Attachment.objects.count() == 1


def test_refused_files_are_told_beside_the_form(signed_in: Client, customer: Customer) -> None:
    token = signed_in.get(add_url(customer)).context["form_token"]
    files = [uploaded("a.exe", b"MZ"), uploaded("b.png", b"")]
    response = signed_in.post(add_url(customer), {"files": files, "form_token": token})
    assert response.status_code == 422
    assert "“a.exe” is of a type" in response.text and "“b.png” is empty" in response.text


def test_form_without_a_file_says_so(signed_in: Client, customer: Customer) -> None:
    response = signed_in.post(add_url(customer), {})
    assert response.status_code == 422 and "This field is required" in response.text


def test_file_comes_back_as_a_download_and_never_as_a_page(signed_in: Client, attachment: Attachment) -> None:
    response = signed_in.get(reverse("attachments:download", args=[attachment.pk]))
    assert b"".join(response.streaming_content) == PNG
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Plan%20%C3%A9.png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"


def test_missing_content_is_not_found_instead_of_an_error(signed_in: Client, attachment: Attachment) -> None:
    attachment.file.storage.delete(attachment.file.name)
    assert signed_in.get(reverse("attachments:download", args=[attachment.pk])).status_code == 404


def test_file_page_offers_what_fits(signed_in: Client, attachment: Attachment, sofia: User) -> None:
    response = signed_in.get(attachment.get_absolute_url())
    assert attachment.sha256 in response.text
    assert [action.slug for action in response.context["page"].offered] == ["rename", "archive"]
    archive_file(attachment, by=sofia)
    response = signed_in.get(attachment.get_absolute_url())
    assert [action.slug for action in response.context["page"].offered] == ["restore"]


def test_file_is_renamed_archived_and_restored_by_its_pages(signed_in: Client, attachment: Attachment) -> None:
    for part, data in (("rename", {"name": "Roof"}), ("archive", {"reason": "Old"}), ("restore", {})):
        assert signed_in.get(reverse("attachments:part", args=[attachment.pk, part])).status_code == 200
        assert signed_in.post(reverse("attachments:part", args=[attachment.pk, part]), data).status_code == 302
    attachment.refresh_from_db()
    assert (attachment.name, attachment.is_archived, attachment.version) == ("Roof.png", False, 4)


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("sofia", [200, 200, 200, 200]),
        ("vic", [200, 200, 403, 403]),
        ("theo", [200, 200, 200, 403]),
        ("nina", [403, 403, 403, 403]),
    ],
)
def test_roles_decide_what_a_person_does_with_files(
    client: Client, attachment: Attachment, customer: Customer, name: str, statuses: list[int]
) -> None:
    client.force_login(person(name))
    addresses = [
        attachment.get_absolute_url(),
        reverse("attachments:download", args=[attachment.pk]),
        add_url(customer),
        reverse("attachments:part", args=[attachment.pk, "rename"]),
    ]
    found = []
    for address in addresses:
        response = client.get(address)
        found.append(response.status_code)
        if response.streaming:
            assert b"".join(response.streaming_content) == PNG
    assert found == statuses


def test_file_of_a_record_one_may_not_see_is_as_missing(client: Client, attachment: Attachment) -> None:
    nina = person("nina")
    grant(nina, "view_attachment")
    client.force_login(nina)
    assert client.get(reverse("attachments:download", args=[attachment.pk])).status_code == 404


def test_anonymous_is_asked_to_sign_in(client: Client, attachment: Attachment, customer: Customer) -> None:
    for address in (reverse("attachments:download", args=[attachment.pk]), add_url(customer)):
        response = client.get(address)
        assert response.status_code == 302 and "/accounts/login/" in response["Location"]


@pytest.mark.parametrize("noun", ["staff.user", "nonsense", "customers.customerstatus"])
def test_only_records_that_keep_files_take_them(signed_in: Client, noun: str, customer: Customer) -> None:
    assert signed_in.get(f"/attachments/new/{noun}/{customer.pk}/").status_code == 404

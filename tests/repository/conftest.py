"""A record of each kind, for sweeps over the whole site."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from contacts.actions import erase_contact, unlink_contact
from crm.attachments.actions import attach_files
from crm.background.models import BackgroundJob
from crm.changes.models import ChangeSet
from crm.imports.actions import upload_file
from crm.pages.models import BulkRun
from crm.views.actions import create_saved_view
from sites.actions import queue_site
from staff.models import User
from tests.factories import (
    AddressFactory,
    ContactFactory,
    CustomerFactory,
    LinkFactory,
    NoteFactory,
    SiteFactory,
    WarningFactory,
    person,
)


def erased_contact(by: User) -> int:
    """Somebody whose data were erased."""
    contact = ContactFactory()
    connection.check_constraints()  # as if it had been committed: erasing rewrites history
    return erase_contact(contact, by=by, reason="Asked").contact_id


@pytest.fixture
def records() -> dict[str, int]:
    """A record of each kind, by the name it has in the table; those that belong to somebody are Ana's."""
    ana, customer = person("ana"), CustomerFactory(name="Orange")
    job = BackgroundJob.objects.create(owner=ana, label="Work")
    run = BulkRun.objects.create(
        owner=ana, label="Tag", list_page="x", action="y", data="", back_url="/", total=1, job=job
    )
    lines = ContentFile(b"Name,City\nApple,Nice\n")
    link = LinkFactory(customer=customer, email="ada@example.com")
    gone = unlink_contact(LinkFactory(customer=customer), by=ana)
    return {
        "contact": link.contact.pk,
        "stranger": ContactFactory().pk,
        "archived_contact": ContactFactory(archived=True).pk,
        "erased": erased_contact(ana),
        "link": link.pk,
        "gone_link": gone.pk,
        "warning": WarningFactory(target=link.contact).pk,
        "customer": customer.pk,
        "archived": CustomerFactory(archived=True).pk,
        "address": AddressFactory(customer=customer).pk,
        "note": NoteFactory(customer=customer).pk,
        "site": SiteFactory(customer=customer).pk,
        "place": queue_site(customer, by=ana, name="Shop", country="FR").pk,
        "archived_site": SiteFactory(customer=customer, archived=True).pk,
        "attachment": attach_files(customer, by=ana, files=[SimpleUploadedFile("a.txt", b"plan")])[0].pk,
        "import": upload_file("customers", lines, by=ana, filename="list.csv").pk,
        "job": job.pk,
        "run": run.pk,
        "view": create_saved_view(by=ana, list_key="customers", name="Mine", query="q=a").pk,
        "change": ChangeSet.objects.filter(counts__has_key="customers.note").latest("pk").pk,
    }

"""What people agreed to."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from contacts.actions import archive_contact, erase_contact, link_contact, record_consent
from contacts.models import Consent, Contact, Purpose
from crm.changes.describe import describe
from crm.changes.models import ChangeSet
from crm.changes.sentences import sentence
from crm.changes.timeline import activity_of
from crm.errors import DomainError
from staff.models import User
from tests.factories import ContactFactory, CustomerFactory, LinkFactory

NEWS = Purpose.NEWS_BY_EMAIL


@pytest.mark.feature("F097")
def test_newest_decision_of_a_purpose_counts(ana: User) -> None:
    contact = ContactFactory()
    assert not Contact.objects.consenting(NEWS).exists()
    before = timezone.now() - timedelta(days=2)
    record_consent(contact, by=ana, purpose=NEWS, granted=True, source="web", text_version="2026-01", decided_at=before)
    assert list(Contact.objects.consenting(NEWS)) == [contact]
    assert not Contact.objects.consenting(Purpose.SURVEYS).exists()
    record_consent(contact, by=ana, purpose=NEWS, granted=False, source="phone")
    assert not Contact.objects.consenting(NEWS).exists()
    assert Consent.objects.newest().get().granted is False


def test_decision_written_down_late_does_not_count_before_a_newer_one(ana: User) -> None:
    contact = ContactFactory()
    now = timezone.now()
    record_consent(contact, by=ana, purpose=NEWS, granted=False, source="phone", decided_at=now - timedelta(days=1))
    earlier = now - timedelta(days=9)
    record_consent(contact, by=ana, purpose=NEWS, granted=True, source="paper", text_version="1", decided_at=earlier)
    assert not Contact.objects.consenting(NEWS).exists()


@pytest.mark.feature("F097")
def test_every_decision_is_kept_with_source_time_wording_and_actor(ana: User) -> None:
    contact = ContactFactory()
    for granted in (True, False, True):
        record_consent(contact, by=ana, purpose=NEWS, granted=granted, source="email", text_version="2026-01")
    rows = contact.consents.all()
    assert [row.granted for row in rows] == [True, False, True]
    assert all(row.recorded_by == ana and row.text_version and row.decided_at for row in rows)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text_version": ""}, "text_version"),
        ({"source": "rumour"}, "source"),
        ({"purpose": "everything"}, "purpose"),
        ({"decided_at": timezone.now() + timedelta(days=1)}, "decided_at"),
    ],
)
def test_consent_without_proof_is_refused(ana: User, values: dict[str, object], field: str) -> None:
    given = {"purpose": NEWS, "granted": True, "source": "web", "text_version": "1", **values}
    with pytest.raises(DomainError) as refusal:
        record_consent(ContactFactory(), by=ana, **given)
    assert refusal.value.field == field
    assert not Consent.objects.exists()


@pytest.mark.feature("F097")
def test_yes_of_somebody_archived_or_erased_allows_nothing_more(ana: User) -> None:
    gone, erased, here = (ContactFactory(family_name=name) for name in ("Gone", "Erased", "Here"))
    for contact in (gone, erased, here):
        record_consent(contact, by=ana, purpose=NEWS, granted=True, source="web", text_version="1")
    connection.check_constraints()
    archive_contact(gone, by=ana)
    erase_contact(erased, by=ana, reason="Asked")
    assert list(Contact.objects.consenting(NEWS)) == [here]
    assert Consent.objects.filter(contact=erased, granted=True).exists()


@pytest.mark.feature("F097")
def test_list_and_its_file_hold_only_those_who_agreed(browser: Client, ana: User) -> None:
    yes, no, never = (ContactFactory(family_name=name) for name in ("Yes", "No", "Never"))
    record_consent(yes, by=ana, purpose=NEWS, granted=True, source="web", text_version="1")
    record_consent(no, by=ana, purpose=NEWS, granted=False, source="web")
    page = browser.get("/contacts/?consent=news_by_email")
    assert [row.pk for row in page.context_data["listing"].window.rows] == [yes.pk]
    file = browser.get("/contacts/export.csv?consent=news_by_email").getvalue().decode()
    assert [str(yes) in file, str(never) in file, len(file.strip().splitlines())] == [True, False, 2]


def test_activity_says_whose_decision_it_was_and_which(ana: User) -> None:
    contact = ContactFactory(by=ana, given_name="Ada", family_name="Byron")
    record_consent(contact, by=ana, purpose="surveys", granted=False, source="phone")
    made = ChangeSet.objects.latest("pk")
    assert sentence(made, describe(made)) == "created the consent Surveys: refused for Ada Byron"


@pytest.mark.parametrize(
    ("customers", "told"), [(1, "created the consent Surveys: refused for Ada Byron"), (2, "created 1 consent")]
)
def test_decision_names_the_person_on_the_page_of_the_only_customer_they_serve(
    ana: User, customers: int, told: str
) -> None:
    link = LinkFactory(given_name="Ada", family_name="Byron")
    for _more in range(customers - 1):
        link_contact(link.contact, by=ana, customer=CustomerFactory())
    record_consent(link.contact, by=ana, purpose="surveys", granted=False, source="phone")
    newest = activity_of(link.customer_id, about=link.customer).days[0].entries[0]
    assert newest.sentence == told

"""What people agreed to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts.actions import record_consent
from contacts.models import Consent, Contact, Purpose
from crm.errors import DomainError
from staff.models import User
from tests.factories import ContactFactory

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

"""Hostile texts through the forms about people, warnings and decisions: stored whole or refused in words.

The names of a person meet every text, the other fields a part of them each, all families among it.
"""

from typing import Any

import pytest
from django.test import Client

from contacts.models import Consent, Contact, CustomerContact, Warning
from crm.text import clean
from tests.hostile import HOSTILE, RAW
from tests.repository.filling import offered
from tests.repository.test_hostile import LONGEST, SHORT, browser, received, sent

__all__ = ["browser"]

pytestmark = pytest.mark.django_db

NAMES = ("given_name", "job_title", "employer", "line1", "line2", "city", "state", "internal_note")
LABEL = 40  # letters
TEXTS: list[str | bytes] = [text[:LONGEST] for text in (*HOSTILE, *RAW)]


def plain(text: str | bytes) -> str:
    """What is kept of a text that is kept."""
    return clean(received(text)).strip()


def groups(size: int) -> list[list[str | bytes]]:
    """Short texts by so many at once, as many as the form has fields; long and odd ones alone."""
    short = [text for text in TEXTS if len(received(text)) <= SHORT and "\x00" not in received(text)]
    together = [short[start : start + size] for start in range(0, len(short), size)]
    return [*together, *([text] for text in TEXTS if text not in short)]


def test_names_work_place_and_note_of_a_person(browser: Client, records: dict[str, int]) -> None:
    address = f"/contacts/{records['contact']}/edit/"
    _names, valid = offered(browser, address)
    valid = {**valid, "family_name": ["Lind"], "emails": ["ada@example.com"], "phones": []}
    for group in groups(len(NAMES)):
        typed = dict(zip(NAMES, group, strict=False))
        with sent(browser, address, {**valid, **typed}) as response:
            assert response.status_code in (302, 422)
            if response.status_code == 302:
                contact = Contact.objects.get(pk=records["contact"])
                assert {name: getattr(contact, name) for name in typed} == {
                    name: plain(text) for name, text in typed.items()
                }
            else:
                assert len(group) == 1, "a short text was refused"


def test_labels_addresses_and_numbers_of_a_person(browser: Client, records: dict[str, int]) -> None:
    address = f"/contacts/{records['contact']}/edit/"
    _names, valid = offered(browser, address)
    typed: dict[str, Any]
    for text in TEXTS[::4]:
        for typed in (
            {"emails": ["ada@example.com"], "emails_label": [text], "phones": ["+33612345678"], "phones_label": [text]},
            {"emails": [text], "phones": [text]},
        ):
            with sent(browser, address, {**valid, "family_name": ["Lind"], **typed}) as response:
                assert response.status_code in (302, 422)
                if "emails_label" in typed and response.status_code == 302:
                    label = Contact.objects.get(pk=records["contact"]).emails.get(address="ada@example.com").label
                    assert plain(text).startswith(label)
                    assert len(label) <= LABEL


def test_whom_we_know_is_asked_for_with_every_text(browser: Client, records: dict[str, int]) -> None:
    address = f"/contacts/of/{records['customer']}/new/"
    _names, valid = offered(browser, address)
    for text in TEXTS[::3]:
        with sent(
            browser, address, {**valid, "given_name": text, "emails": [text], "types": text, "sites": text}
        ) as it:
            assert it.status_code in (302, 422)
    assert CustomerContact.objects.filter(pk=records["link"]).exists()


def test_message_of_a_warning(browser: Client, records: dict[str, int]) -> None:
    address = f"/contacts/warnings/customer/{records['customer']}/new/"
    _names, valid = offered(browser, address)
    for text in TEXTS[::3]:
        with sent(browser, address, {**valid, "message": text}) as response:
            assert response.status_code in (302, 422)
            if response.status_code == 302:
                assert Warning.objects.get(customer=records["customer"]).message == plain(text)


def test_version_and_remark_of_a_decision(browser: Client, records: dict[str, int]) -> None:
    address = f"/contacts/{records['contact']}/consents/new/"
    _names, valid = offered(browser, address)
    for text in TEXTS[1::3]:
        with sent(browser, address, {**valid, "granted": "yes", "text_version": text, "note": text}) as response:
            assert response.status_code in (302, 422)
            if response.status_code == 302:
                kept = Consent.objects.get(contact=records["contact"])
                assert (kept.text_version, kept.note) == (plain(text), plain(text))


@pytest.mark.parametrize("form", ["contacts/warnings/{warning}/lift/", "contacts/{contact}/erase/"])
def test_reason(browser: Client, records: dict[str, int], form: str) -> None:
    for text in TEXTS[::12]:
        with sent(browser, f"/{form.format(**records)}", {"reason": text}) as response:
            assert response.status_code in (302, 422)


def test_gate_is_asked_with_every_text(browser: Client, records: dict[str, int]) -> None:
    for text in TEXTS[2::3]:
        asked = {"customer": received(text), "contact": received(text), "site": received(text), "acknowledged": "x"}
        assert (
            browser.get("/contacts/gate/job/", {name: value[:2000] for name, value in asked.items()}).status_code == 200
        )

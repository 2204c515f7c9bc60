"""A warning at one end of a link is marked at the other: on the customer's page, and on the person's."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contacts.actions import lift_warning
from contacts.models import CustomerContact
from staff.actions import create_user
from staff.models import User
from tests.factories import TESTS, LinkFactory, WarningFactory, grant


@pytest.fixture
def link(db: None) -> CustomerContact:
    return LinkFactory()


@pytest.fixture
def lines(ana: User, client: Client, link: CustomerContact) -> Callable[[str], str]:
    """The lines of the customer's contacts, or of the person's customers."""
    client.force_login(ana)

    def read(end: str) -> str:
        page = client.get(f"/customers/{link.customer_id}/" if end == "contact" else f"/contacts/{link.contact_id}/")
        _before, _line, lines = page.content.decode().partition('class="contact-line"')
        return lines.partition("</ul>")[0]

    return read


@pytest.mark.feature("F089")
@pytest.mark.parametrize("end", ["contact", "customer"])
@pytest.mark.parametrize(("level", "word"), [("block", "Block"), ("warning", "Warning"), ("info", "")])
def test_line_is_marked_as_strictly_as_what_it_leads_to(
    lines: Callable[[str], str], link: CustomerContact, end: str, level: str, word: str
) -> None:
    assert marks(lines(end)) == []
    WarningFactory(target=getattr(link, end), level="info")
    WarningFactory(target=getattr(link, end), level=level)
    assert marks(lines(end)) == [word] * bool(word)


def test_what_no_longer_counts_is_not_marked(
    lines: Callable[[str], str], link: CustomerContact, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    lifted = WarningFactory(target=link.contact, level="block")
    lift_warning(lifted, by=ana)
    WarningFactory(target=link.contact, level="block", valid_until=timezone.localdate())
    assert marks(lines("contact")) == ["Block"]
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: tomorrow)
    assert str(link.contact) in lines("contact")
    assert marks(lines("contact")) == []


def test_whoever_may_see_no_warnings_sees_no_marks(client: Client, link: CustomerContact) -> None:
    WarningFactory(target=link.contact, level="block")
    nobody = create_user(by=TESTS, email="nia@example.com", name="Nia", roles=[])
    grant(nobody, "view_customer", "view_contact", "view_customercontact")
    client.force_login(nobody)
    page = client.get(f"/customers/{link.customer_id}/").content.decode()
    assert str(link.contact) in page
    assert marks(page) == []


def marks(text: str) -> list[str]:
    return re.findall(r'class="state dot-(?:red|yellow)">(Block|Warning)<', text)

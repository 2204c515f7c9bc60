"""One text in everything a page takes, taken back where it is refused, until the rest is let in.

So every pair of field and text is judged in few requests: what a form does not complain about goes on to the database.
Fields that refuse a text by themselves are found without drawing their page; drawing it with all that is wrong is left
to one text in so many, another one for each address, as it costs four times as much as storing.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client

from crm.changes.models import ChangeSet
from crm.text import clean
from tests.hostile import FAMILIES, HOSTILE, RAW
from tests.repository.filling import HIDDEN_FIELD, Typed, Values, complaints, encoded, filled, send

BORDERS = [
    "-1", "0", "1", "32768", "2147483648", "1000000000", "9223372036854775807", "9223372036854775808",
    "-9223372036854775809", "1e9",
]  # fmt: skip
TEXTS: list[Typed] = [*HOSTILE, *RAW, *BORDERS]
MARKUP = frozenset(text for text in FAMILIES["HTML"] if "<" in text and ("alert(" in text or "example.com" in text))
LONG = 100_000  # of such texts a request holds three
NORMALISED = ("vat_number", "currency")
TURNS = 12
TOLD = 60


@dataclass
class Sum:
    """What came out: requests sent, pairs of field and text let in and refused, and what is wrong, a line each."""

    requests: int = 0
    let_in: int = 0
    refused: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def answered(self, response: Any, told: object, text: Typed) -> Any:
        """Count an answer; an error of ours and a text that became markup are wrong."""
        self.requests += 1
        self.statuses[response.status_code] += 1
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if response.status_code >= 500:
            self.wrong.append(f"{response.status_code}: {told}")
        if text in MARKUP and isinstance(text, str) and text.encode() in body and b"<html" in body:
            self.wrong.append(f"not escaped: {told}")
        return response


def received(text: Typed) -> str:
    """What the server reads of a text."""
    return (text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")).decode("utf-8", "replace")


def form_of(response: Any) -> Any:
    """The form that an answer shows, of ours or of the administration; None without one."""
    context = response.context or {}
    return context["adminform"].form if "adminform" in context else context.get("form")


@dataclass
class Fields:
    """What a form takes: the names in question, values it accepts, and the form as its page shows it."""

    names: list[str]
    valid: Values
    form: Any = None

    def plain(self, name: str) -> str:
        """The name without the form's prefix."""
        return name.removeprefix(f"{self.form.prefix}-") if self.form is not None and self.form.prefix else name

    def take(self, name: str, text: Typed) -> bool:
        """Whether the field by itself lets the text in; an error other than a refusal is one of ours."""
        if self.form is None or self.plain(name) not in self.form.fields:
            return True
        asked = self.form.fields[self.plain(name)]
        sent = QueryDict(encoded({name: text}))
        try:
            asked.clean(asked.widget.value_from_datadict(sent, {}, name))
        except ValidationError:
            return False
        return True

    def differing(self, group: list[str], text: Typed) -> list[str]:
        """Text fields of a record that now hold something else."""
        record = getattr(self.form, "instance", None)
        if record is None or record.pk is None:
            return []
        record.refresh_from_db()
        wanted = {clean(received(text)).strip(), clean(received(text))}
        texts = [name for name in group if type(self.form.fields.get(self.plain(name))) is forms.CharField]
        texts = [name for name in texts if name not in NORMALISED]
        return [name for name in texts if str(getattr(record, self.plain(name), "") or "") not in wanted | {""}]


def shown_form(browser: Client, address: str, ticked: list[int]) -> Fields:
    """The form at an address; a bulk action shows it to who has ticked rows."""
    response: Any = browser.get(address)
    if response.status_code == 405 and "/bulk/" in address:
        response = send(browser, address, {"pk": ticked})
    form = form_of(response)
    if form is None:
        return Fields([], {})
    hidden: Values = {}
    for name, value in HIDDEN_FIELD.findall(response.content.decode()):
        hidden.setdefault(name, []).append(unescape(value))
    names = [form.add_prefix(name) for name, each in form.fields.items() if not isinstance(each, forms.FileField)]
    return Fields(names, hidden | {form.add_prefix(name): filled(form, name) for name in form.fields}, form)


def probe_form(browser: Client, address: str, fields: Fields, text: Typed, found: Sum, *, drawn: bool) -> None:
    """One text in all these fields together, less those that refuse it, and then in what was never judged alone."""
    taking = [name for name in fields.names if drawn or fields.take(name, text)]
    found.refused += len(fields.names) - len(taking)
    waiting = [taking] if taking else []
    while waiting:
        group = waiting.pop()
        wrong = _one_form(browser, address, group, fields, text, found)
        if wrong is None:
            found.let_in += len(group)
        elif wrong:
            found.refused += len(wrong)
            waiting += [[name for name in group if name not in wrong]] if len(wrong) < len(group) else []
        elif len(group) > 1:  # a rule over several fields: which of them?
            waiting += [[name] for name in group]
        else:
            found.refused += 1


def _one_form(
    browser: Client, address: str, group: list[str], fields: Fields, text: Typed, found: Sum
) -> list[str] | None:
    """Send it once and take it back: the fields that refuse the text, or None where all of them let it in."""
    told = (address, group, text[:TOLD])
    with transaction.atomic():
        before = ChangeSet.objects.count()
        values = {**fields.valid, **dict.fromkeys(group, text)}
        response = found.answered(send(browser, address, values), told, text)
        form = form_of(response)
        wrong = [name for name in group if form is not None and form.errors.get(fields.plain(name))]
        refused = response.status_code in (400, 409, 422) or bool(wrong)
        if refused and ChangeSet.objects.count() != before:
            found.wrong.append(f"refused and yet changed: {told}")
        if response.status_code == 422 and not complaints(response):
            found.wrong.append(f"refused without a word: {told}")
        if response.status_code == 302:
            connection.check_constraints()
            found.wrong += [f"stored differently: {name} of {told}" for name in fields.differing(group, text)]
            if text in MARKUP:
                found.answered(browser.get(response.headers["Location"]), ("then", told), text)
        transaction.set_rollback(True)
    return wrong if refused else None


def probe_address(
    browser: Client, path: str, fixed: dict[str, str], names: Iterable[str], text: Typed, found: Sum, **headers: str
) -> None:
    """One text in all these parameters together, less those that a list names as wrong."""
    group = list(names)
    for _turn in range(TURNS):
        told = (path, group, text[:TOLD])
        query = encoded({**fixed, **dict.fromkeys(group, text)})
        response = found.answered(browser.get(f"{path}?{query}", headers=headers), told, text)
        listing = (response.context or {}).get("listing")
        wrong = [name for name in group if listing is not None and listing.filterset.form.errors.get(name)]
        found.refused += len(wrong)
        group = [name for name in group if name not in wrong]
        if not wrong:
            break
    found.let_in += len(group)


def parameters_of(browser: Client, address: str) -> list[str]:
    """The filters that a page offers."""
    response: Any = browser.get(address)
    if response.streaming:
        list(response)  # reading to the end closes the file
    listing = (response.context or {}).get("listing")
    return [] if listing is None else list(listing.filterset.form.fields)


def groups_of(names: list[str], text: Typed) -> list[list[str]]:
    """All together, but as few of a long text as a request holds."""
    size = 3 if len(text) > LONG else len(names) or 1
    return [names[start : start + size] for start in range(0, len(names), size)]

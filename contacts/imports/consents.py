"""What people decided about their data, in the columns of a file: a decision a purpose, and what is known about it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.models import Basis, Consent, Purpose, Source
from crm.changes.bulk import create_from_values
from crm.changes.current import current_change_set
from crm.changes.lookups import among
from crm.imports import parsers
from crm.imports.kinds import ImportField, StagedRow
from staff.models import User

CONSENTS = {f"consent_{purpose}": purpose for purpose in Purpose.values}
BASIS, TEXT, DATE = gettext_lazy("Lawful basis"), gettext_lazy("Version of the text"), gettext_lazy("Decided")
SOURCE, NOTE = gettext_lazy("Told us"), gettext_lazy("Remark")
# What is known about a decision: a column for all purposes, or one of the purpose's own, which goes before it
ABOUT = {
    "basis": (BASIS, parsers.choice(dict(Basis.choices)), ("legal basis", "base légale", "base jurídica")),
    "source": (SOURCE, parsers.choice(dict(Source.choices)), ("consent source",)),
    "date": (DATE, parsers.moment, ("consent date", "opt in date")),
    "text": (TEXT, parsers.text(60), ()),
    "note": (NOTE, parsers.text(200), ("consent note",)),
}
HELP = {
    "basis": gettext_lazy("Without it no decision about personal data is imported."),
    "text": gettext_lazy("Which wording the person was shown."),
}
COLUMNS = {"basis": "basis", "source": "source", "date": "decided_at", "text": "text_version", "note": "note"}
WORDS = {"basis": dict(Basis.choices), "source": dict(Source.choices)}


def _fields() -> Iterator[ImportField]:
    for name, purpose in CONSENTS.items():
        words = Purpose(purpose).label
        yield ImportField(name, format_lazy("{}: {}", gettext_lazy("Agreed"), words), parsers.yes_or_no)
        for about, (label, parse, _aliases) in ABOUT.items():
            yield ImportField(f"{name}_{about}", format_lazy("{}: {}", label, words), parse)
    for about, (label, parse, aliases) in ABOUT.items():
        yield ImportField(f"consent_{about}", label, parse, aliases, HELP.get(about, ""))


CONSENT_FIELDS = tuple(_fields())
_LABELS = {field.name: field.label for field in CONSENT_FIELDS}
_DETAILS = [field.name for field in CONSENT_FIELDS if field.name not in CONSENTS]


def words_of(name: str) -> Mapping[Any, Any] | None:
    """The labels of the codes of a field, where it has some."""
    return WORDS.get(name.rpartition("_")[2]) if name in _DETAILS else None


def said_of(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    """What a line says of one decision: `granted`, and `basis`, `source`, `date`, `text`, `note` or nothing."""
    told = {about: values.get(f"{name}_{about}") or values.get(f"consent_{about}", "") for about in ABOUT}
    return {"granted": values[name], **told}


def line_of(consent: Consent) -> dict[str, Any]:
    """A decision as the columns of its purpose say it."""
    name = f"consent_{consent.purpose}"
    details = {f"{name}_{about}": getattr(consent, column) for about, column in COLUMNS.items()}
    decided = timezone.localtime(consent.decided_at).isoformat(sep=" ", timespec="seconds")
    return {name: consent.granted, **details, f"{name}_date": decided}


def check_consents(row: StagedRow) -> None:
    """A decision needs its lawful basis, a yes by consent its wording; without a decision they say nothing."""
    for name in CONSENTS:
        if name in row.values:
            _check(row, name)
    _forget_details(row)


def forget_known_consents(row: StagedRow, known: Mapping[str, Any]) -> None:
    """Decisions that are here already are none, nor are those that a later one followed.

    `known` holds the newest as `[granted, basis, wording, ISO time]` by field.
    """
    for name in CONSENTS:
        if name not in row.values or name not in known:
            continue
        said, newest = said_of(row.values, name), known[name]
        if _same(said, newest):
            del row.values[name]
        elif said["date"] and datetime.fromisoformat(said["date"]) < datetime.fromisoformat(newest[3]):
            del row.values[name]
            row.warn(_("A later decision is known here: this one is left out."), _LABELS[name])
    _forget_details(row)


def newest_consents(contact_ids: Sequence[int]) -> dict[int, dict[str, list[Any]]]:
    """The decision that counts, of each person and purpose, as `forget_known_consents` compares them."""
    found: dict[int, dict[str, list[Any]]] = {}
    for each in Consent.objects.filter(among(contact_ids, "contact")).newest() if contact_ids else ():
        told = [each.granted, each.basis, each.text_version, each.decided_at.isoformat()]
        found.setdefault(each.contact_id, {})[f"consent_{each.purpose}"] = told
    return found


def write_consents(lines: Sequence[tuple[int, StagedRow]], *, by: User) -> None:
    """Add what people decided elsewhere; nothing that was decided is changed.

    A person who has several lines said the same thing once.
    """
    now = current_change_set().now()
    told = [(contact, name, row) for contact, row in lines for name in CONSENTS if name in row.values]
    newest = newest_consents(sorted({contact for contact, _name, _row in told}))
    rows = []
    for contact, name, row in told:
        said, known = said_of(row.values, name), newest.setdefault(contact, {})
        if name in known and _same(said, known[name]):
            continue
        decided = datetime.fromisoformat(said["date"]) if said["date"] else now
        known[name] = [said["granted"], said["basis"], said["text"], decided.isoformat()]
        rows.append(
            {
                "contact_id": contact,
                "purpose": CONSENTS[name],
                "granted": said["granted"],
                "basis": said["basis"] or Basis.CONSENT.value,
                "source": said["source"] or Source.IMPORT.value,
                "decided_at": decided,
                "text_version": said["text"],
                "note": said["note"],
                "recorded_by_id": by.pk,
            }
        )
    create_from_values(Consent, rows)


def _check(row: StagedRow, name: str) -> None:
    said = said_of(row.values, name)
    if not said["basis"]:
        reason = _("Say on which lawful basis this was decided, in a column or once for all lines.")
        row.refuse(reason, _LABELS["consent_basis"])
    elif said["basis"] == Basis.CONSENT and said["granted"] and not said["text"]:
        row.refuse(_("Say which wording the person agreed to."), _LABELS["consent_text"])
    if said["date"] and datetime.fromisoformat(said["date"]) > timezone.now():
        row.refuse(_("Nobody can have decided this in the future."), _LABELS["consent_date"])


def _same(said: Mapping[str, Any], known: Sequence[Any]) -> bool:
    return [said["granted"], said["basis"], said["text"]] == known[:3]


def _forget_details(row: StagedRow) -> None:
    """Drop what is said about purposes that nothing was decided for."""
    decided = [name for name in CONSENTS if name in row.values]
    kept = {f"{name}_{about}" for name in [*decided, *(["consent"] if decided else [])] for about in ABOUT}
    for name in _DETAILS:
        if name not in kept:
            row.values.pop(name, None)

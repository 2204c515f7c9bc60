"""People as a kind of import: a line is a person, and what they are to one customer."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from contacts.imports.consents import CONSENT_FIELDS, CONSENTS, check_consents, forget_known_consents, words_of
from contacts.imports.fields import FIELDS, LABELS
from contacts.imports.known import BETWEEN, NEWEST_CONSENTS, Known
from contacts.imports.links import hold_customers, refuse_foreign_sites
from contacts.imports.people import JOINING, create_people, update_people
from contacts.imports.reach import complete_emails, joined, labelled
from contacts.imports.rules import (
    ABOUT_LINK,
    ITSELF,
    NAME_AT_MOST,
    Named,
    complete_rights,
    name_anew,
    refuse_without_customer,
)
from contacts.imports.transfer import count_lines, lines_of_people
from contacts.models import RIGHTS, Contact
from crm.imports.kinds import ExistingRecord, ImportKind, StagedRow
from crm.imports.parsers import text
from crm.text import fold
from customers.import_fields import PLACE
from customers.import_rules import with_kept_lines
from staff.models import User

WORDS: dict[str, dict[str, Any]] = {
    "language": dict(Contact._meta.get_field("language").flatchoices),
}


WRITTEN = (
    *("number", "given_name", "family_name", "job_title", "employer", "customer", "individual", "types", "primary"),
    *(*RIGHTS, "sites", "emails_labelled", "phones_labelled", "language", *PLACE, "external_number", "internal_note"),
)
BY_NUMBER = "by_number"  # marks a line that our number may recognise
OF_CONSENTS = tuple(field.name for field in CONSENT_FIELDS if field.name.startswith(tuple(CONSENTS)))


class ContactImport(ImportKind):
    """People with what reaches them, what they are to a customer, and what they decided about their data.

    Somebody who serves several customers has a line for each. Addresses, numbers and types are added to those there.
    """

    slug = "contacts"
    label = gettext_lazy("Contacts")
    permission = "contacts.import_contact"
    keys = ("number", "external_number", "emails", "person")
    given = ("customer", "consent_basis", "consent_text")
    title_field = "name"
    own_fields = FIELDS

    def check(self, rows: Sequence[StagedRow]) -> None:
        """Find customers and types, and bring addresses and numbers to the form they are kept in."""
        named = Named(rows)
        for row in rows:
            _refuse_long_name(row)
            complete_rights(row)
            complete_emails(row)
            named.check(row)
            check_consents(row)

    def key_of(self, row: StagedRow, key: str) -> str:
        """The customer and the key: a person has a line for each customer they serve."""
        if individual := row.values.get(ITSELF):
            wanted = f"{ITSELF}{individual}"
        elif key == "number":
            wanted = super().key_of(row, key)
            row.values[BY_NUMBER] = True
        elif key == "person":
            wanted = f"{JOINING}{row.values[key]}" if key in row.values else ""
        elif key == "emails":
            wanted = next((value for value, _label in row.values.get("emails", ())), "")
        else:
            wanted = super().key_of(row, key)
        return f"{row.values.get('customer', '')}{BETWEEN}{wanted}" if wanted else ""

    def key_text(self, key: str, value: Any) -> str:
        """Numbers are compared as they are written, addresses are in small letters already."""
        return str(value)

    def find(self, key: str, texts: Collection[str]) -> dict[str, list[ExistingRecord]]:
        """People by number or address, and the person that an individual customer is."""
        return Known(key, texts).records()

    def refuse_unknown(self, rows: Sequence[StagedRow], key: str) -> None:
        """Numbers of another installation join lines; one of ours that nobody has is a mistake."""
        for row in rows if key == "number" else ():
            row.refuse(_("Nobody here has this number. %(advice)s") % {"advice": _elsewhere()}, LABELS["number"])

    def merge(self, row: StagedRow, record: ExistingRecord) -> None:
        """Nothing that is known of a person goes because a file does not mention it."""
        values, known = row.values, record.values
        values.pop(ITSELF, None)
        if values.pop(BY_NUMBER, False) and _is_another(row, record):
            message = _("This is the number of %(name)s here. %(advice)s")
            row.refuse(message % {"name": record.label, "advice": _elsewhere()}, LABELS["number"])
        name_anew(row, known["given_name"], known["family_name"])
        for name in ("emails", "phones"):
            joined(row, name, known[name])
        if "types" in values:
            values["types"] = sorted({*known["types"], *values["types"]})
        if "sites" in values:
            values["sites"] = sorted(
                [*known["sites"], *(each for each in values["sites"] if each not in known["sites"])]
            )
        if known["customer"] and any(name in values for name in ABOUT_LINK):
            values.setdefault("customer", known["customer"])
        refuse_without_customer(row)
        forget_known_consents(row, known[NEWEST_CONSENTS])
        with_kept_lines(row, known["internal_note"])

    def check_new(self, rows: Sequence[StagedRow]) -> None:
        """A new person needs a name, and is not the individual customer once more."""
        for row in rows:
            if row.values.pop(ITSELF, None):
                row.refuse(
                    _("This is the customer, who is here already. Choose what people are recognised by."),
                    LABELS["customer"],
                )
            name_anew(row, "", "")
            for name in ("emails", "phones"):
                joined(row, name, [])
            told = {error["column"] for error in row.errors}  # a name that is too long is one
            if not any(row.values.get(name) or str(LABELS[name]) in told for name in ("given_name", "family_name")):
                row.refuse(_("Give the contact a name."), LABELS["name"])
            refuse_without_customer(row)

    def hold(self, rows: Sequence[StagedRow]) -> None:
        """Customers before people, as everybody who edits either holds them; and the sites that lines name."""
        hold_customers(rows)
        refuse_foreign_sites(rows)

    def create(self, rows: Sequence[StagedRow], *, by: User) -> list[int]:
        """New people; several lines with one key are one person."""
        return create_people(rows, by=by)

    def update(self, rows: Sequence[StagedRow], *, by: User) -> None:
        """Write what the lines say on the people they were recognised as."""
        update_people(rows, by=by)

    def url_of(self, pk: int) -> str:
        """The person's page."""
        return reverse("contacts:detail", args=[pk])

    def title_of(self, values: dict[str, Any]) -> str:
        """The person's name."""
        return f"{values.get('given_name', '')} {values.get('family_name', '')}".strip()

    def words(self, name: str, value: Any) -> str:
        """Codes in words; addresses with their labels."""
        if name in ("emails", "phones"):
            return ", ".join(f"{each} ({label})" if label else each for each, label in value or ())
        if name == "sites":
            return ", ".join(called for _pk, called in value or ())
        if (labels := words_of(name)) is not None:
            return str(labels.get(value, ""))
        if name == "country":
            return str(countries.name(value)) if value else ""
        return str(WORDS[name].get(value, "")) if name in WORDS else super().words(name, value)

    def written(self, user: User) -> Sequence[str]:
        """Everything in one form; decisions for who may see them."""
        return (*WRITTEN, *OF_CONSENTS) if user.has_perm("contacts.view_consent") else WRITTEN

    def lines_of(self, records: QuerySet[Any], user: User) -> Iterator[dict[str, Any]]:
        """A line for each customer of each person."""
        return lines_of_people(records, user)

    def fits(self, records: QuerySet[Any], lines: int) -> bool:
        """Whether there are at most so many pairs of a person and a customer."""
        return count_lines(records) <= lines

    def cell(self, name: str, value: Any) -> str:
        """Addresses with their labels, sites by their names."""
        if name in ("emails_labelled", "phones_labelled"):
            value = [labelled(each, label) for each, label in value]
        elif name == "sites":
            value = [called for _pk, called in value or ()]
        return super().cell(name, value)


def _elsewhere() -> str:
    label = LABELS["person"]
    return _("If the file comes from another installation, import the column as “%(field)s”.") % {"field": label}


def _is_another(row: StagedRow, record: ExistingRecord) -> bool:
    """Whether a line that was recognised by our number names somebody else: no word of the name is the record's."""
    names = (row.values.get(name, "") for name in ("name", "given_name", "family_name"))
    said = set(fold(" ".join(names)).split())
    return len(said) > 1 and said.isdisjoint(fold(record.label).split())


def _refuse_long_name(row: StagedRow) -> None:
    """The name in one column is cut in two; each part must fit."""
    for part in row.values.get("name", "").rpartition(" "):
        if len(part) > NAME_AT_MOST:
            try:
                text(NAME_AT_MOST)(part)
            except ValueError as error:
                row.refuse(str(error), LABELS["name"])

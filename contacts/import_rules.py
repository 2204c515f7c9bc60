"""Rules over several cells of a line: whose contact it is, what they are called, and what they decided."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from contacts.actions.individuals import renamed, split_name
from contacts.import_fields import CONSENTS, LABELS
from contacts.import_reach import complete_phones
from contacts.models import RIGHTS, Basis, Contact, ContactType
from crm.changes.lookups import among
from crm.errors import DomainError
from crm.imports.kinds import StagedRow
from crm.text import fold
from customers.models import Customer, Kind
from customers.naming import customers_called, the_only_one

ITSELF = "itself"  # marks a line that names the person whom an individual customer is
NAME_AT_MOST = 100
ABOUT_LINK = ("types", "primary", *RIGHTS)
ABOUT_CONSENT = ("consent_basis", "consent_text", "consent_date")


class Named:
    """The customers, types and people that a batch of lines names, each asked for once."""

    def __init__(self, rows: Sequence[StagedRow]) -> None:
        self.called = customers_called({row.values["customer"] for row in rows if row.values.get("customer")})

    @cached_property
    def types(self) -> dict[str, ContactType]:
        """Types in use, by name."""
        return {each.name.casefold(): each for each in ContactType.objects.filter(retired=False)}

    @cached_property
    def countries(self) -> dict[int, str]:
        """The countries of the customers, by id: a country field takes longer to ask than a line to check."""
        return {each.pk: str(each.country or "") for found in self.called.values() for each in found}

    @cached_property
    def people(self) -> dict[int, Contact]:
        """The person that each individual customer is, by the customer's id."""
        ids = [each.pk for found in self.called.values() for each in found if each.kind == Kind.INDIVIDUAL]
        known = Contact._base_manager.filter(among(ids, "individual"), archived_at__isnull=True) if ids else ()
        return {each.individual_id: each for each in known if each.individual_id}

    def check(self, row: StagedRow) -> None:
        """Put the customer's own number and the types' own names in the place of what was written."""
        values = row.values
        if unknown := [name for name in values.get("types", ()) if name.casefold() not in self.types]:
            message = _("There is no contact type “%(name)s”. Make it first, or leave the column out.")
            row.refuse(message % {"name": ", ".join(unknown)}, LABELS["types"])
        elif "types" in values:
            values["types"] = sorted({self.types[name.casefold()].name for name in values["types"]})
        customer = self._customer(row)
        if customer is not None and customer.kind == Kind.INDIVIDUAL:
            person = self.people.get(customer.pk)
            if person is not None and _is_called(values, person):
                values[ITSELF] = True
        complete_phones(row, self.countries[customer.pk] if customer else "")

    def _customer(self, row: StagedRow) -> Customer | None:
        if not (written := row.values.get("customer")):
            return None
        try:
            customer = the_only_one(self.called.get(written, []), written)
        except DomainError as refusal:
            row.refuse(str(refusal), LABELS["customer"])
            return None
        row.values["customer"] = customer.number
        return customer


def complete_rights(row: StagedRow) -> None:
    """What `rights` names is allowed, the others are not; a column of its own goes before it."""
    if (held := row.values.pop("rights", None)) is not None:
        for name in RIGHTS:
            row.values.setdefault(name, name in held)


def name_anew(row: StagedRow, given: str, family: str) -> None:
    """The name in one column as given and family name; a person who is called so already keeps both as they are."""
    whole = row.values.pop("name", "")
    if not whole or "given_name" in row.values or "family_name" in row.values:
        return
    if _in_parts(whole) != _in_parts(f"{given} {family}"):
        parts = renamed(given, family, whole) if given or family else split_name(whole)
        row.values |= dict(zip(("given_name", "family_name"), parts, strict=True))


def check_consents(row: StagedRow) -> None:
    """A decision needs its lawful basis, a yes by consent its wording; without a decision they say nothing."""
    values = row.values
    decisions = [name for name in CONSENTS if name in values]
    if not decisions:
        for name in ABOUT_CONSENT:
            values.pop(name, None)
        return
    basis = values.get("consent_basis")
    if not basis:
        row.refuse(
            _("Say on which lawful basis this was decided, in a column or once for all lines."), LABELS["consent_basis"]
        )
    elif basis == Basis.CONSENT and any(values[name] for name in decisions) and not values.get("consent_text"):
        row.refuse(_("Say which wording the person agreed to."), LABELS["consent_text"])
    decided = parse_datetime(values.get("consent_date", ""))
    if decided and decided > timezone.now():
        row.refuse(_("Nobody can have decided this in the future."), LABELS["consent_date"])


def forget_known_consents(row: StagedRow, known: Mapping[str, Any]) -> None:
    """Decisions that are here already are none; `known` holds `[granted, basis, wording]` by field."""
    values = row.values
    for name in CONSENTS:
        said = [values.get(name), values.get("consent_basis", ""), values.get("consent_text", "")]
        if name in values and known.get(name) == said:
            del values[name]
    if not any(name in values for name in CONSENTS):
        for name in ABOUT_CONSENT:
            values.pop(name, None)


def refuse_without_customer(row: StagedRow) -> None:
    """Types and rights are somebody's with a customer."""
    if "customer" not in row.values and any(name in row.values for name in ABOUT_LINK):
        message = _("Whose contact is it? Name the customer in a column, or once for all lines.")
        row.refuse(message, LABELS["customer"])


def _is_called(values: Mapping[str, Any], person: Contact) -> bool:
    """Whether a line names this person, in whatever order."""
    written = values.get("name") or f"{values.get('given_name', '')} {values.get('family_name', '')}"
    return _in_parts(written) == _in_parts(str(person))


def _in_parts(name: str) -> list[str]:
    """The words of a name in one order: `DORÉ Jeanne` and `Jeanne Doré` are one."""
    return sorted(fold(name).split())

"""Rules over several cells of a line: whose contact it is, what they are called, and what they decided."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from contacts.actions.individuals import renamed, split_name
from contacts.imports.fields import LABELS
from contacts.imports.reach import complete_phones
from contacts.models import RIGHTS, Contact, ContactType
from crm.changes.lookups import among, among_texts
from crm.errors import DomainError
from crm.imports.kinds import StagedRow
from crm.text import fold
from customers.models import Customer, Kind
from customers.naming import customers_called, the_only_one
from sites.models import Site

ITSELF = "\x1e"  # marks a line about the person whom an individual customer is, and stands before its number
NAME_AT_MOST = 100
ABOUT_LINK = ("types", "sites", "primary", *RIGHTS)


class Named:
    """The customers, types and people that a batch of lines names, each asked for once."""

    def __init__(self, rows: Sequence[StagedRow]) -> None:
        written = {row.values[name] for row in rows for name in ("customer", "individual") if row.values.get(name)}
        self.called = customers_called(written)
        self.wanted_sites = {text for row in rows for text in row.values.get("sites", ())}

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

    @cached_property
    def sites(self) -> dict[tuple[int, str], list[Site]]:
        """The live sites that lines name, by customer's id and the text: a reference goes before a name."""
        customers = [each.pk for found in self.called.values() for each in found]
        named = Q(among_texts(self.wanted_sites, "reference"))
        named |= among_texts({fold(text) for text in self.wanted_sites}, "sort_name")
        rows = Site.objects.live().filter(named, among(customers, "customer"))
        found: dict[tuple[int, str], list[Site]] = defaultdict(list)
        for site in rows.only("customer_id", "name", "reference", "sort_name").order_by("pk"):
            found[site.customer_id, f"reference {site.reference}"].append(site)
            found[site.customer_id, f"name {site.sort_name}"].append(site)
        return found

    def check(self, row: StagedRow) -> None:
        """Put the customer's own number and the types' own names in the place of what was written."""
        values = row.values
        if unknown := [name for name in values.get("types", ()) if name.casefold() not in self.types]:
            message = _("There is no contact type “%(name)s”. Make it first, or leave the column out.")
            row.refuse(message % {"name": ", ".join(unknown)}, LABELS["types"])
        elif "types" in values:
            values["types"] = sorted({self.types[name.casefold()].name for name in values["types"]})
        customer, individual = self._customer(row, "customer"), self._customer(row, "individual")
        if "individual" in values:
            del values["individual"]
            if individual is not None and individual.pk in self.people:
                values[ITSELF] = individual.number
            elif individual is not None:
                row.refuse(_("%(name)s is no individual.") % {"name": individual}, LABELS["individual"])
        elif customer is not None and customer.kind == Kind.INDIVIDUAL:
            person = self.people.get(customer.pk)
            if person is not None and _is_called(values, person):
                values[ITSELF] = customer.number
        if customer is not None and "sites" in values:
            self._check_sites(row, customer)
        complete_phones(row, self.countries[customer.pk] if customer else "")

    def _customer(self, row: StagedRow, name: str) -> Customer | None:
        if not (written := row.values.get(name)):
            return None
        try:
            customer = the_only_one(self.called.get(written, []), written)
        except DomainError as refusal:
            row.refuse(str(refusal), LABELS[name])
            return None
        row.values[name] = customer.number
        return customer

    def _check_sites(self, row: StagedRow, customer: Customer) -> None:
        """Put `[id, name]` in the place of each text."""
        sites = {}
        for text in row.values["sites"]:
            by_reference, by_name = ((customer.pk, f"reference {text}"), (customer.pk, f"name {fold(text)}"))
            found = self.sites.get(by_reference) or self.sites.get(by_name, [])
            if len(found) == 1:
                sites[found[0].pk] = found[0]
                continue
            message = _("%(customer)s has %(count)s sites called “%(name)s”; write the reference of one that is here.")
            told = {"customer": customer, "count": len(found), "name": text}
            row.refuse(message % told, LABELS["sites"])
        row.values["sites"] = [[pk, sites[pk].reference or sites[pk].name] for pk in sorted(sites)]


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

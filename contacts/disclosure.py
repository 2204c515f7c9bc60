"""Everything that is held about one person, to hand it over: JSON to read by machines, CSV to read in a table.

Article 15 (access) and article 20 (portability) GDPR.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, QuerySet

from contacts.models import (
    Authorisation,
    Consent,
    Contact,
    ContactEmail,
    ContactPhone,
    CustomerContact,
    Warning,
    WarningDecision,
)
from crm.changes.kept import history_of_model
from crm.text import escape_formula
from customers.models import Address, Customer, Note
from sites.models import Site

Section = Iterable[dict[str, Any]]
FindSections = Callable[[Contact], dict[str, Section]]
# What says nothing about the person
OURS = frozenset({"version", "archive_batch", "search", "sort_name", "reach", "position"})

_finders: list[FindSections] = []


def register_sections(find: FindSections) -> None:
    """Add what an app knows about people: rows by the name of their file; called in its `ready()`."""
    _finders.append(find)


def rows_of(queryset: QuerySet[Any]) -> list[dict[str, Any]]:
    """The rows of a queryset, a value a column, people and things by their names."""
    return [_as_row(record) for record in queryset]


def gather(contact: Contact) -> dict[str, list[dict[str, Any]]]:
    """All sections, each a list of rows; those without a row are left out."""
    found = {name: list(rows) for find in _finders for name, rows in find(contact).items()}
    return {name: rows for name, rows in found.items() if rows}


def of_person(contact: Contact) -> dict[str, Section]:
    """What contacts and customers hold."""
    own = {"contact": contact}
    decisions = WarningDecision._base_manager.filter(warning__contact=contact)
    sections: dict[str, Section] = {
        "person": rows_of(Contact._base_manager.filter(pk=contact.pk)),
        "emails": rows_of(ContactEmail._base_manager.filter(**own)),
        "phones": rows_of(ContactPhone._base_manager.filter(**own)),
        "customers": _links(CustomerContact._base_manager.filter(**own)),
        "consents": rows_of(Consent._base_manager.filter(**own).select_related("recorded_by")),
        "authorisations": rows_of(Authorisation._base_manager.filter(**own).select_related("customer", "site", "by")),
        "warnings": rows_of(Warning._base_manager.filter(**own).select_related("author")),
        "decisions": rows_of(decisions.select_related("by", "customer", "warning")),
        "earlier": _earlier(contact),
    }
    if contact.individual_id:
        customer = {"customer": contact.individual_id}
        sections["customer"] = rows_of(Customer._base_manager.filter(pk=contact.individual_id))
        sections["sites"] = rows_of(Site._base_manager.filter(**customer))
        sections["addresses"] = rows_of(Address._base_manager.filter(**customer))
        sections["notes"] = rows_of(Note._base_manager.filter(**customer).select_related("author"))
    return sections


def as_zip(contact: Contact) -> bytes:
    """`data.json` and a CSV file a section, in a zip."""
    sections = gather(contact)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(sections, ensure_ascii=False, indent=2, default=str))
        for name, rows in sections.items():
            archive.writestr(f"{name}.csv", _as_csv(rows))
    return buffer.getvalue()


def _links(links: QuerySet[CustomerContact]) -> Section:
    """What they are to each customer, with their types and the sites they answer for in words."""
    for link in links.select_related("customer").prefetch_related("types", "sites"):
        types, sites = (", ".join(map(str, each.all())) for each in (link.types, link.sites))
        yield {**_as_row(link), "types": types, "sites": sites}


def _earlier(contact: Contact) -> Section:
    """The versions that history keeps of the person, their addresses and numbers, and of the customer they are."""
    own = {"contact_id": contact.pk}
    asked: list[tuple[type[Model], dict[str, int]]] = [(Contact, {"id": contact.pk})]
    asked += [(ContactEmail, own), (ContactPhone, own)]
    if contact.individual_id:
        asked.append((Customer, {"id": contact.individual_id}))
    for model, which in asked:
        kept: type[Model] = history_of_model(model)
        for row in kept._default_manager.filter(**which).order_by("history_id"):
            yield {"record": str(model._meta.verbose_name), **_as_row(row)}


def _as_row(record: Model) -> dict[str, Any]:
    row = {}
    for field in record._meta.concrete_fields:
        if field.name in OURS or field.name.startswith("history_") or field.name == "change_set":
            continue
        value = getattr(record, field.attname)
        if field.is_relation and record._state.fields_cache.get(field.name) is not None:
            value = str(record._state.fields_cache[field.name])
        row[field.name] = "" if value is None else value if isinstance(value, bool | int | list | dict) else str(value)
    return row


def _as_csv(rows: list[dict[str, Any]]) -> str:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([escape_formula(str(row.get(name, ""))) for name in columns] for row in rows)
    return "\ufeff" + text.getvalue()

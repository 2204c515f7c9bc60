"""Everything that is held about one person, to hand it over: JSON to read by machines, CSV to read in a table.

Article 15 (access) and article 20 (portability) GDPR.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, Q, QuerySet

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
from contacts.privacy.traces import lines_about
from crm.attachments.models import Attachment
from crm.changes.kept import history_of_model
from crm.text import escape_formula
from customers.models import Address, Customer, Note
from sites.models import PendingSite, Site, SiteOccupancy

Section = Iterable[dict[str, Any]]
Versions = tuple[type[Model], dict[str, Any]]
FindSections = Callable[[Contact], dict[str, Section]]
# What says nothing about the person
OURS = frozenset({"version", "archive_batch", "search", "sort_name", "reach", "position", "file", "asked"})

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
    return {
        "person": rows_of(Contact._base_manager.filter(pk=contact.pk)),
        "emails": rows_of(ContactEmail._base_manager.filter(**own)),
        "phones": rows_of(ContactPhone._base_manager.filter(**own)),
        "customers": _links(CustomerContact._base_manager.filter(**own)),
        "consents": rows_of(Consent._base_manager.filter(**own).select_related("recorded_by")),
        "authorisations": rows_of(Authorisation._base_manager.filter(**own).select_related("customer", "site", "by")),
        "warnings": rows_of(Warning._base_manager.filter(**own).select_related("author")),
        "decisions": rows_of(decisions.select_related("by", "customer", "warning")),
        "earlier": _earlier(_kept_of(contact)),
        "imported": _imported(contact),
    }


def of_individual(contact: Contact) -> dict[str, Section]:
    """What is held about the individual customer that the person is; of files, what they are called."""
    if contact.individual_id is None:
        return {}
    own = {"customer": contact.individual_id}
    files = Attachment._base_manager.filter(customer_id=contact.individual_id)
    places = Site._base_manager.filter(**own)
    warnings = Warning._base_manager.filter(Q(**own) | Q(site__in=places))
    occupancies = SiteOccupancy._base_manager.filter(**own)
    return {
        "customer": rows_of(Customer._base_manager.filter(pk=contact.individual_id).select_related("status")),
        "sites": rows_of(places),
        "places_to_locate": rows_of(PendingSite._base_manager.filter(**own)),
        "occupancies": rows_of(occupancies.select_related("site")),
        "addresses": rows_of(Address._base_manager.filter(**own)),
        "notes": rows_of(Note._base_manager.filter(**own).select_related("author")),
        "files": rows_of(files),
        "warnings_of_customer": rows_of(warnings.select_related("author")),
        "decisions_of_customer": rows_of(
            WarningDecision._base_manager.filter(warning__in=warnings).select_related("by", "customer", "warning")
        ),
    }


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


def _kept_of(contact: Contact) -> list[Versions]:
    own = {"contact_id": contact.pk}
    kept: list[Versions] = [(Contact, {"id": contact.pk})]
    kept += [(model, own) for model in (ContactEmail, ContactPhone, CustomerContact, Consent, Warning)]
    if contact.individual_id is None:
        return kept
    own = {"customer_id": contact.individual_id}
    kept += [(Customer, {"id": contact.individual_id})]
    kept += [(model, own) for model in (Site, PendingSite, Address, Note, Attachment, Warning)]
    places = Site._base_manager.filter(**own)
    return [*kept, (Warning, {"site_id__in": list(places.values_list("pk", flat=True))})]


def _earlier(versions: list[Versions]) -> Section:
    """The versions that history keeps."""
    for model, which in versions:
        kept: type[Model] = history_of_model(model)
        for row in kept._default_manager.filter(**which).order_by("history_id"):
            yield {"record": str(model._meta.verbose_name), **_as_row(row)}


def _imported(contact: Contact) -> Section:
    """Lines of files that made or changed them, or name them, as they were read."""
    for row in lines_about(contact).select_related("batch"):
        yield {"file": row.batch.filename, "line": row.line, "read": row.raw}


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

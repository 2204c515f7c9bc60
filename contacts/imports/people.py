"""Lines of a file written as people, thousands at a time."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import F, Func, TextField, Value
from django.utils.translation import gettext as _

from contacts.actions.individuals import carry_to_customers
from contacts.imports.consents import write_consents
from contacts.imports.known import BETWEEN, TEXTS, made_by_this
from contacts.imports.links import Line, Links, write_links
from contacts.models import Contact, ContactEmail, ContactPhone, CustomerContact
from contacts.reach_column import reach_is_written, reach_of
from crm.changes.bulk import create_from_values, create_rows, save_rows
from crm.changes.current import current_change_set
from crm.changes.kept import history_of_model
from crm.changes.lookups import among, among_texts
from crm.imports.kinds import StagedRow
from crm.imports.models import ImportRow
from customers.import_rules import with_kept_lines
from staff.models import User

REACH = ((ContactEmail, "emails", "address"), (ContactPhone, "phones", "number"))
JOINING = "\x1d"  # before a number that joins the lines of a person and is kept nowhere else
CARRIED = {"given_name", "family_name", "language", "emails", "phones"}


def create_people(rows: Sequence[StagedRow], *, by: User) -> list[int]:
    """A person for each line, but one for lines with one key, which name several customers; ids in order.

    Where such lines say different things of the person, the last one counts, as with people who are here already.
    """
    earlier = _made_earlier({key for row in rows if (key := _key_of(row))})
    new: dict[str, StagedRow] = {}
    further: list[StagedRow] = []
    for row in rows:
        with_kept_lines(row, "")
        key = _key_of(row)
        first = None if key in earlier else new.setdefault(key or f"{BETWEEN}{row.line}", row)
        if first is None or (first is not row and _differ(first, row)):
            further.append(row)
    made = dict(zip(new, create_from_values(Contact, [_columns(row) for row in new.values()]), strict=True))
    people = list(zip(made.values(), new.values(), strict=True))
    with reach_is_written():
        for model, name, column in REACH:
            create_from_values(model, _reach_rows(people, name, column))
    ids = {row.line: earlier.get(_key_of(row)) or made[_key_of(row) or f"{BETWEEN}{row.line}"] for row in rows}
    _write_further([(ids[row.line], row) for row in further])
    lines = [(ids[row.line], row) for row in rows]
    write_links(lines, {})
    write_consents(lines, by=by)
    return list(ids.values())


def update_people(rows: Sequence[StagedRow], *, by: User) -> None:
    """Write what lines say of the people they were recognised as; who was changed since the preview is refused."""
    ids = {row.object_id for row in rows if row.object_id}
    held = Contact._base_manager.defer("search", "reach", "sort_name").select_for_update(of=("self",))
    people = held.order_by("pk").in_bulk(ids)
    links = _links_of(ids)
    lines = _fresh(rows, people, links)
    changed = _write_people(lines, people)
    write_links(lines, links)
    write_consents(lines, by=by)
    opened = current_change_set()
    opened.note_customers_of(CustomerContact, [link.pk for (pk, _number), link in links.items() if pk in changed])
    carried = {pk for pk, row in lines if pk in changed and not CARRIED.isdisjoint(row.values)}
    carry_to_customers([people[pk] for pk in sorted(carried)], by=by)


def _write_people(lines: Sequence[Line], people: dict[int, Contact]) -> set[int]:
    """Write what lines say of held people and of what reaches them; answers who changed."""
    changed = {pk for pk, row in lines if _set(people[pk], row)}
    for model, name, column in REACH:
        changed |= _write_reach(model, name, column, lines)
    save_rows([people[pk] for pk in sorted(changed)], TEXTS)
    return changed


def _write_further(lines: Sequence[Line]) -> None:
    """Write further lines of people whom this import made."""
    ids = {pk for pk, _row in lines}
    if ids:
        held = Contact._base_manager.defer("search", "reach", "sort_name").select_for_update(of=("self",))
        _write_people(lines, held.order_by("pk").in_bulk(ids))


def _differ(first: StagedRow, other: StagedRow) -> bool:
    """Whether two lines say different things of one person."""
    names = (*TEXTS, "emails", "phones")
    return any(name in other.values and other.values[name] != first.values.get(name) for name in names)


def _key_of(row: StagedRow) -> str:
    return row.key.partition(BETWEEN)[2]


def _made_earlier(keys: set[str]) -> dict[str, int]:
    """The people whom earlier lines of this import made, by the key of the lines to come."""
    opened = current_change_set()
    if not keys or Contact._meta.label_lower not in opened.counts:
        return {}
    if joining := {key for key in keys if key.startswith(JOINING)}:
        return _joined_earlier(opened.row.pk, joining)
    by_number = Contact._base_manager.filter(among_texts(keys, "external_number")).values_list("external_number", "pk")
    by_address = ContactEmail._base_manager.filter(among_texts(keys, "address")).values_list("address", "contact")
    found = {**dict(by_address), **dict(by_number)}
    ours = made_by_this(opened.row.pk, set(found.values()))
    return {key: pk for key, pk in found.items() if pk in ours}


def _joined_earlier(change_set: int, keys: set[str]) -> dict[str, int]:
    """The same for numbers that are kept nowhere but with the lines."""
    wanted = Func(F("key"), Value(BETWEEN), Value(2), function="split_part", output_field=TextField())
    rows = ImportRow.objects.filter(batch__change_set=change_set, object_id__isnull=False).alias(wanted=wanted)
    return dict(rows.filter(among_texts(keys, "wanted")).values_list(wanted, "object_id"))


def _columns(row: StagedRow) -> dict[str, Any]:
    emails, phones = ([value for value, _label in row.values.get(name, ())] for name in ("emails", "phones"))
    return {name: row.values[name] for name in TEXTS if name in row.values} | {"reach": reach_of(emails, phones)}


def _reach_rows(people: Sequence[Line], name: str, column: str) -> list[dict[str, Any]]:
    return [
        {"contact_id": pk, column: value, "label": label, "position": position}
        for pk, row in people
        for position, (value, label) in enumerate(row.values.get(name, ()))
    ]


def _links_of(ids: set[int]) -> Links:
    """What people are to customers now, by person and customer's number, locked."""
    rows = CustomerContact._base_manager.filter(among(ids, "contact"), archived_at__isnull=True)
    rows = rows.select_related("customer").select_for_update(of=("self",)).order_by("pk")
    return {(each.contact_id, each.customer.number): each for each in rows}


def _fresh(rows: Sequence[StagedRow], people: dict[int, Contact], links: Links) -> list[Line]:
    """The lines that still stand; an earlier line of this import may have moved the versions on, nobody else."""
    of_person: dict[int, list[CustomerContact]] = defaultdict(list)
    for (pk, _number), part in links.items():
        of_person[pk].append(part)
    moved: dict[int, int] = {}
    for row in rows:
        contact = people[row.object_id or 0]
        parts = of_person[contact.pk]
        if number := row.values.get("customer"):
            parts = [each for each in parts if each.customer.number == number]
        version = contact.version + (parts[0].version if len(parts) == 1 else 0)
        moved[row.line] = version - (row.object_version or 0)
    own = _own_changes({row.object_id or 0 for row in rows if moved[row.line]}, links)
    lines = []
    for row in rows:
        contact = people[row.object_id or 0]
        number = row.values.get("customer", "")
        ours = own[contact.pk, ""] + own[contact.pk, number] if moved[row.line] else 0
        if contact.is_archived or moved[row.line] != ours:
            row.refuse(_("%(name)s was changed after the preview; check the file again.") % {"name": contact})
        else:
            lines.append((contact.pk, row))
    return lines


def _own_changes(ids: set[int], links: Links) -> Counter[tuple[int, str]]:
    """How often this import changed some people (under no number) and what they are to a customer (under its)."""
    if not ids:
        return Counter()
    ours = {"change_set": current_change_set().row, "history_type": "~"}
    named = {link.pk: pair for pair, link in links.items() if pair[0] in ids}
    people = history_of_model(Contact).objects.filter(among(ids, "id"), **ours).values_list("id", flat=True)
    parts = history_of_model(CustomerContact).objects.filter(among(named, "id"), **ours).values_list("id", flat=True)
    return Counter([(pk, "") for pk in people] + [named[pk] for pk in parts])


def _set(contact: Contact, row: StagedRow) -> bool:
    """Set the person's own values; whether any changed."""
    said = {name: row.values[name] for name in TEXTS if name in row.values}
    changed = any(str(getattr(contact, name)) != value for name, value in said.items())
    for name, value in said.items():
        setattr(contact, name, value)
    return changed


def _write_reach(model: Any, name: str, column: str, lines: Sequence[Line]) -> set[int]:
    """Add addresses or numbers, and put them in the order of the lines; answers whose changed."""
    said = [(pk, row) for pk, row in lines if name in row.values]
    rows = model._base_manager.filter(among({pk for pk, _row in said}, "contact"), archived_at__isnull=True)
    held = {(each.contact_id, str(getattr(each, column))): each for each in rows.select_for_update(of=("self",))}
    changed, new = [], []
    for pk, row in said:
        for position, (value, label) in enumerate(row.values[name]):
            each = held.get((pk, value))
            if each is None:
                held[pk, value] = each = model(contact_id=pk, label=label, position=position)
                setattr(each, column, value)
                new.append(each)
            elif (each.position, each.label) != (position, label):
                each.position, each.label = position, label
                changed += [each] if each.pk else []
    save_rows(changed, ("position", "label"))
    create_rows(new)
    return {each.contact_id for each in (*changed, *new)}

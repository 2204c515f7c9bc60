"""Lines of a file written around people: what they are to customers."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from contacts.imports.fields import LABELS
from contacts.models import RIGHTS, Contact, ContactType, ContactTypeLink, CoveredSite, CustomerContact
from crm.changes.bulk import create_from_values, save_rows, update_rows
from crm.changes.locking import unchanging
from crm.changes.lookups import among, among_texts
from crm.errors import DomainError
from crm.imports.kinds import StagedRow
from customers.models import Customer
from sites.models import Site

Line = tuple[int, StagedRow]  # a person's id, and what a line says
Links = dict[tuple[int, str], CustomerContact]
ABOUT = ("primary", *RIGHTS)


def hold_customers(rows: Iterable[StagedRow]) -> None:
    """Lock the customers that lines name and those that their people are, by id.

    Whoever edits a customer or the person it is locks the customer first; an import that held people before customers
    would wait for somebody who waits for it.
    """
    rows = list(rows)
    people = {row.object_id for row in rows if row.object_id}
    numbers = {row.values["customer"] for row in rows if "customer" in row.values}
    themselves = Contact._base_manager.filter(among(people), individual__isnull=False)
    named = Customer._base_manager.filter(among_texts(numbers, "number"))
    wanted = {*themselves.values_list("individual", flat=True), *named.values_list("pk", flat=True)}
    held = Customer._base_manager.filter(among(wanted)).order_by("pk").select_for_update(of=("self",))
    list(held.values_list("pk", flat=True))


def customers_of(rows: Iterable[StagedRow]) -> dict[str, int]:
    """The customers that lines name, by number, held by `hold_customers`. Raises DomainError for an archived one."""
    numbers = {row.values["customer"] for row in rows if "customer" in row.values}
    live = Customer.objects.filter(number__in=numbers, archived_at__isnull=True)
    found = dict(live.values_list("number", "pk")) if numbers else {}
    if missing := numbers - found.keys():
        raise DomainError(_("%(name)s is archived. Restore it first.") % {"name": min(missing)})
    return found


def refuse_foreign_sites(rows: Iterable[StagedRow]) -> None:
    """Refuse lines with a site that was archived or handed over since the check; hold the others' sites as they are.

    Left out, the person would answer for all sites of the customer.
    """
    lines = [row for row in rows if row.values.get("sites")]
    ids = {pk for row in lines for pk, _name in row.values["sites"]}
    there = [each.pk for each in unchanging(Site, ids) if not each.is_archived] if ids else []
    owners = dict(Site._base_manager.filter(among(there)).values_list("pk", "customer__number")) if there else {}
    for row in lines:
        for pk, name in row.values["sites"]:
            if owners.get(pk) != row.values.get("customer"):
                row.refuse(_("%(site)s is no site of this customer.") % {"site": name}, LABELS["sites"])


def write_links(lines: Sequence[Line], links: Links) -> None:
    """Make people contacts of the customers of their lines, or change what they are there.

    `links` are the live ones by person and customer's number, locked by the caller. The first contact of a customer is
    the primary one; where lines name others, the last of them.
    """
    named = [line for line in lines if "customer" in line[1].values]
    customers = customers_of(row for _contact, row in named)
    chosen = {row.values["customer"]: row.line for _contact, row in named if row.values.get("primary")}
    for _contact, row in named:
        if "primary" in row.values:
            row.values["primary"] = chosen.get(row.values["customer"]) == row.line
    _let_others_give_way(named, links, [customers[number] for number in chosen])
    known = [(links[key], row) for contact, row in named if (key := (contact, row.values["customer"])) in links]
    new = [(contact, row) for contact, row in named if (contact, row.values["customer"]) not in links]
    _change(known)
    made = _make(new, customers)
    links_of_lines = [(link.pk, row) for link, row in known]
    links_of_lines += list(zip(made, (row for _contact, row in new), strict=True))
    types = _types_in_use({name for _link, row in links_of_lines for name in row.values.get("types", ())})
    _tie(ContactTypeLink, "contact_type_id", _types_of(links_of_lines, types), {link.pk for link, _row in known})
    sites = {(link, pk) for link, row in links_of_lines for pk, _name in row.values.get("sites", ())}
    _tie(CoveredSite, "site_id", sites, {link.pk for link, _row in known})


def _tie(model: Any, column: str, wanted: set[tuple[int, int]], known: set[int]) -> None:
    """Tie what lines say to links; `known` are those that may have some of it already."""
    asked = {link for link, _pk in wanted} & known
    there = model._base_manager.filter(among(asked, "link")).values_list("link_id", column) if asked else ()
    create_from_values(model, [{"link_id": link, column: pk} for link, pk in sorted(wanted - set(there))])


def _let_others_give_way(named: Sequence[Line], links: Links, customers: Sequence[int]) -> None:
    """Those who are primary where a line names another."""
    stay = {
        link.pk
        for contact, row in named
        if row.values.get("primary") and (link := links.get((contact, row.values["customer"])))
    }
    rows = CustomerContact._base_manager.filter(among(customers, "customer"), primary=True, archived_at__isnull=True)
    if not customers or not update_rows(rows.exclude(pk__in=stay), primary=False):
        return
    for link in links.values():
        if link.primary and link.customer_id in customers and link.pk not in stay:
            link.primary, link.version = False, link.version + 1


def _change(known: Sequence[tuple[CustomerContact, StagedRow]]) -> None:
    changed = []
    for link, row in known:
        said = {name: row.values[name] for name in ABOUT if row.values.get(name, vars(link)[name]) != vars(link)[name]}
        if said:
            vars(link).update(said)
            changed.append(link)
    save_rows(changed, ABOUT)


def _make(new: Sequence[Line], customers: dict[str, int]) -> list[int]:
    """New links; a customer who has no primary contact gets one."""
    primary = CustomerContact._base_manager.filter(among(customers.values(), "customer"), primary=True)
    held = set(primary.filter(archived_at__isnull=True).values_list("customer", flat=True)) if new else set()
    held |= {customers[row.values["customer"]] for _contact, row in new if row.values.get("primary")}
    rows: list[dict[str, Any]] = []
    for contact, row in new:
        customer = customers[row.values["customer"]]
        rights = {name: row.values.get(name, False) for name in RIGHTS}
        first = row.values.get("primary", customer not in held)
        held |= {customer} if first else set()
        rows.append({"contact_id": contact, "customer_id": customer, "primary": first, **rights})
    return create_from_values(CustomerContact, rows)


def _types_in_use(names: set[str]) -> dict[str, int]:
    """The types of these names, which nobody retires meanwhile."""
    ids = list(ContactType.objects.filter(name__in=names).values_list("pk", flat=True)) if names else []
    return {each.name: each.pk for each in unchanging(ContactType, ids) if not each.retired} if ids else {}


def _types_of(lines: Sequence[tuple[int, StagedRow]], types: dict[str, int]) -> set[tuple[int, int]]:
    """The types that lines say of links; one retired since the check is left out."""
    return {(link, types[name]) for link, row in lines for name in row.values.get("types", ()) if name in types}

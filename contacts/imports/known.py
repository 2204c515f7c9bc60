"""People who are here already, as the lines of a file would say them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast

from contacts.imports.consents import newest_consents
from contacts.imports.rules import ITSELF
from contacts.models import (
    RIGHTS,
    Contact,
    ContactEmail,
    ContactPhone,
    ContactTypeLink,
    CoveredSite,
    CustomerContact,
)
from crm.changes.current import NoChangeSet, current_change_set
from crm.changes.kept import history_of_model
from crm.changes.lookups import among, among_texts
from crm.imports.kinds import ExistingRecord
from crm.imports.undone import without_undone
from customers.actions.values import ADDRESS_FIELDS
from customers.models import Customer

TEXTS = (
    *("given_name", "family_name", "job_title", "employer", "external_number", "language", "internal_note"),
    *ADDRESS_FIELDS,
)
BETWEEN = "\x1f"  # the customer's number and the key, within what a line is recognised by
NEWEST_CONSENTS = "newest"  # what was decided last, beside the values of a record


class Known:
    """The people that the lines of a batch are recognised as; a fixed number of statements.

    `texts` are pairs of a customer's number (or nothing) and a key; for the person an individual is, `ITSELF` and the
    individual's number.
    """

    def __init__(self, key: str, texts: Collection[str]) -> None:
        self.pairs = {text: (number, wanted) for text in texts for number, wanted in [text.split(BETWEEN, 1)]}
        itself = {wanted.removeprefix(ITSELF) for _number, wanted in self.pairs.values() if wanted.startswith(ITSELF)}
        numbers = {number for number, _key in self.pairs.values() if number} | itself
        found = Customer.objects.filter(number__in=numbers).values_list("number", "pk") if numbers else ()
        self.customers: dict[str, int] = dict(found)
        keys = {wanted for _number, wanted in self.pairs.values() if not wanted.startswith(ITSELF)}
        self.by_key = _by_key(key, keys)
        customers = [self.customers[number] for number in itself]
        own = Contact._base_manager.filter(among(customers, "individual")) if itself else ()
        self.itself = {each.individual_id: each for each in own}
        people = {each.pk: each for found in self.by_key.values() for each in found}
        people |= {each.pk: each for each in self.itself.values()}
        self.people = _without_new(without_undone(people.values()))

    def records(self) -> dict[str, list[ExistingRecord]]:
        """The records by the texts they were asked for by."""
        self._read_belongings()
        found: dict[str, list[ExistingRecord]] = {}
        for text, (number, wanted) in self.pairs.items():
            customer = self.customers.get(number)
            if wanted.startswith(ITSELF):
                individual = self.customers[wanted.removeprefix(ITSELF)]
                candidates = [self.itself[individual]] if individual in self.itself else []
            else:
                candidates = self.by_key.get(wanted, [])
            if people := self._meant([each for each in candidates if each.pk in self.people], customer):
                found[text] = [self._record(each, number, customer) for each in people]
        return found

    def _meant(self, people: Sequence[Contact], customer: int | None) -> Sequence[Contact]:
        """Of several, the live ones; of these, those who serve the customer already."""
        live = [each for each in people if not each.is_archived] or people
        return [each for each in live if customer in self.links[each.pk]] or live

    def _record(self, contact: Contact, number: str, customer: int | None) -> ExistingRecord:
        """A person with one customer: the one that the line names, else the only one they have."""
        links = self.links[contact.pk]
        link = links.get(customer) if customer else next(iter(links.values())) if len(links) == 1 else None
        values: dict[str, Any] = {name: str(getattr(contact, name)) for name in TEXTS}
        values |= {"emails": self.emails[contact.pk], "phones": self.phones[contact.pk]}
        values |= {name: bool(link and getattr(link, name)) for name in ("primary", *RIGHTS)}
        values["types"] = self.types[link.pk] if link else []
        values["sites"] = self.sites[link.pk] if link else []
        values["customer"] = link.customer.number if link else ""
        newest = self.consents.get(contact.pk, {})
        values |= {name: decided[0] for name, decided in newest.items()}
        values[NEWEST_CONSENTS] = newest
        # Versions only grow, so their sum moves when either does
        version = contact.version + (link.version if link else 0)
        return ExistingRecord(contact.pk, version, str(contact), values, contact.is_archived)

    def _read_belongings(self) -> None:
        ids = list(self.people)
        self.emails = pairs_of(ContactEmail, "address", ids)
        self.phones = pairs_of(ContactPhone, "number", ids)
        self.links: dict[int, dict[int, CustomerContact]] = defaultdict(dict)
        self.types, self.sites = types_of([]), sites_of([])
        self.consents: dict[int, dict[str, list[Any]]] = {}
        if not ids:
            return
        live = CustomerContact._base_manager.filter(among(ids, "contact"), archived_at__isnull=True)
        for link in live.select_related("customer").only(
            "version", "contact_id", "customer__number", "primary", *RIGHTS
        ):
            self.links[link.contact_id][link.customer_id] = link
        held = [link.pk for links in self.links.values() for link in links.values()]
        self.types, self.sites = types_of(held), sites_of(held)
        self.consents = newest_consents(ids)


def types_of(link_ids: Collection[int]) -> dict[int, list[str]]:
    """The names of the types of links, in their order."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = ContactTypeLink._base_manager.filter(among(link_ids, "link")).order_by("contact_type__name")
    for pk, name in rows.values_list("link", "contact_type__name") if link_ids else ():
        found[pk].append(name)
    return found


def sites_of(link_ids: Collection[int]) -> dict[int, list[list[Any]]]:
    """The live sites that links cover, as `[id, name]`."""
    found: dict[int, list[list[Any]]] = defaultdict(list)
    rows = CoveredSite._base_manager.filter(among(link_ids, "link"), site__archived_at__isnull=True).order_by("site")
    for pk, site, reference, name in (
        rows.values_list("link", "site", "site__reference", "site__name") if link_ids else ()
    ):
        found[pk].append([site, reference or name])
    return found


def _by_key(key: str, texts: set[str]) -> dict[str, list[Contact]]:
    found: dict[str, list[Contact]] = defaultdict(list)
    if not texts or key == "person":
        return found
    everybody = Contact._base_manager.defer("search", "reach", "sort_name")
    if key == "number":
        people = everybody.in_bulk([int(text) for text in texts])
        return {str(pk): [each] for pk, each in people.items()}
    if key == "external_number":
        for contact in everybody.filter(among_texts(texts, "external_number")).order_by("pk"):
            found[contact.external_number].append(contact)
        return found
    rows = ContactEmail._base_manager.filter(among_texts(texts, "address"), archived_at__isnull=True)
    pairs = list(rows.order_by("contact").values_list("address", "contact"))
    people = everybody.in_bulk({pk for _address, pk in pairs})
    for address, pk in pairs:
        found[address].append(people[pk])
    return found


def _without_new(people: Sequence[Contact]) -> dict[int, Contact]:
    """Leave out those whom this import made with an earlier line: a further line of theirs adds a customer."""
    found = {each.pk: each for each in people}
    try:
        opened = current_change_set()
    except NoChangeSet:
        return found
    for pk in made_by_this(opened.row.pk, found):
        del found[pk]
    return found


def made_by_this(change_set: int, ids: Collection[int]) -> set[int]:
    """Those of some people whom a change set made."""
    if not ids:
        return set()
    history = history_of_model(Contact).objects.filter(among(ids, "id"), history_type="+", change_set=change_set)
    return set(history.values_list("id", flat=True))


def pairs_of(model: type[Any], column: str, ids: Collection[int]) -> dict[int, list[list[str]]]:
    """The addresses or numbers of people in their order, each with its label."""
    found: dict[int, list[list[str]]] = defaultdict(list)
    rows = model._base_manager.filter(among(ids, "contact"), archived_at__isnull=True).order_by("position", "pk")
    plain = rows.values_list("contact", Cast(column, CharField()), "label")  # taking numbers apart takes longest
    for contact, value, label in plain if ids else ():
        found[contact].append([value, label])
    return found

"""People as the lines of a file that holds everything: one for each customer they serve, one for who serves none."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Count, Q, QuerySet

from contacts.imports.consents import line_of
from contacts.imports.known import TEXTS, pairs_of, sites_of, types_of
from contacts.models import RIGHTS, Consent, Contact, ContactEmail, ContactPhone, CustomerContact
from crm.changes.lookups import among
from customers.naming import named
from sites.models import Site

CHUNK = 2000  # people whose belongings are read at once
Line = dict[str, Any]


def lines_of_people(people: QuerySet[Contact], user: Any) -> Iterator[Line]:
    """The lines of some people in their order; each holds the whole person."""
    rows = people.select_related("individual").defer("search", "reach", "sort_name").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from _lines(chunk, user)


def count_lines(people: QuerySet[Contact]) -> int:
    """How many lines they have."""
    live = Q(links__archived_at__isnull=True, links__customer__archived_at__isnull=True)
    served = people.order_by().aggregate(people=Count("pk", distinct=True), links=Count("links", live))
    return int(served["people"] + served["links"])  # at most: who serves somebody has no line without


def _lines(people: Sequence[Contact], user: Any) -> Iterator[Line]:
    ids = [person.pk for person in people]
    emails, phones = pairs_of(ContactEmail, "address", ids), pairs_of(ContactPhone, "number", ids)
    links, consents = _links(ids, user), _consents(ids, user)
    for person in people:
        whole = {name: str(getattr(person, name)) for name in TEXTS} | {
            "number": str(person.pk),
            "individual": named(person.individual) if person.individual else "",
            "emails_labelled": emails[person.pk],
            "phones_labelled": phones[person.pk],
            **consents[person.pk],
        }
        yield from (whole | link for link in links.get(person.pk, [{}]))


def _links(contact_ids: Sequence[int], user: Any) -> dict[int, list[Line]]:
    """What people are to live customers."""
    live = CustomerContact.objects.visible_to(user).live().filter(among(contact_ids, "contact"))
    links = list(live.filter(customer__archived_at__isnull=True).select_related("customer").order_by("pk"))
    ids = [link.pk for link in links]
    types = types_of(ids)
    sites = sites_of(ids if Site.objects.visible_to(user).exists() else [])
    found: dict[int, list[Line]] = defaultdict(list)
    for link in links:
        said = {name: getattr(link, name) for name in ("primary", *RIGHTS)}
        said |= {"customer": named(link.customer), "types": types[link.pk], "sites": sites[link.pk]}
        found[link.contact_id].append(said)
    return found


def _consents(contact_ids: Sequence[int], user: Any) -> dict[int, Line]:
    """The decisions that count."""
    found: dict[int, Line] = defaultdict(dict)
    for consent in Consent.objects.visible_to(user).filter(among(contact_ids, "contact")).newest():
        found[consent.contact_id] |= line_of(consent)
    return found

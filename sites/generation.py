"""Invented sites for measuring: two a customer on average, where people live, and a few at the ends of the Earth."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate
from random import Random
from typing import Any

from django.db import connection

from crm.demo.generation import Generation
from customers.generation.history import Past
from customers.models import Customer
from sites.geocoders.gazetteer import Town, gazetteer
from sites.map.cells import fold_cells
from sites.models import Accuracy, LocationSource, Site, SiteCell, SiteType

FILLS = (Site, Site.history.model, SiteCell)
BATCH = 50_000  # customers read at a time
SITES = (1, 1, 2, 4)  # of one customer after the other
MOST = 1_400  # of the first one
COLUMNS = (
    "created_at", "updated_at", "version", "customer_id", "name", "site_type", "latitude", "longitude",
    "location_source", "accuracy", "located_at", "confirmed_at", "confirmed_by_id", "provider", "provider_place_id",
    "address_note", "reference", "line1", "line2", "city", "state", "postal_code", "country",
)  # fmt: skip
READ = (
    "pk", "name", "kind", "line1", "city", "state", "postal_code", "country", "created_at", "account_manager_id",
)  # fmt: skip
# Poles, and both sides of ±180°: name, country, latitude, longitude
ENDS = (
    ("Amundsen-Scott", "AQ", "-90", "0"), ("Barneo", "RU", "89.9", "180"), ("Uelkal", "RU", "65.53", "-179.3"),
    ("Wrangel", "RU", "71.2", "180"), ("Taveuni West", "FJ", "-16.85", "179.98"),
    ("Taveuni East", "FJ", "-16.85", "-179.98"),
)  # fmt: skip
CERTAIN = (
    (LocationSource.SEARCH, Accuracy.ROOFTOP), (LocationSource.PIN, Accuracy.EXACT),
    (LocationSource.IMPORT, Accuracy.CENTRE), (LocationSource.SEARCH, Accuracy.INTERPOLATED),
)  # fmt: skip


def generate_sites(generation: Generation) -> None:
    """Write the sites under the change sets of their customers' creation, archived with those that are archived."""
    towns = Towns(generation.random)
    ids = generation.customer_ids
    for start in range(ids.start, ids.stop, BATCH):
        customers = list(
            Customer.objects.filter(pk__range=(start, start + BATCH - 1)).order_by("pk").values_list(*READ)
        )
        rows = (row for each in customers for row in _sites(towns, each, each[0] - ids.start, len(ids)))
        generation.copy(Site, COLUMNS, rows)
    past = Past(generation, [])
    past.record(Site, "customer_id", "create_customer", "+")
    _archive(generation)
    past.record(Site, "customer_id", "archive_customer", "~")
    fold_cells()


class Towns:
    """Towns of a country, drawn by how many people live there."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.by_country: dict[str, list[Town]] = defaultdict(list)
        for town in gazetteer():
            self.by_country[town.country].append(town)
        self.weights = {
            code: list(accumulate(each.population for each in all_)) for code, all_ in self.by_country.items()
        }
        self.named: dict[tuple[str, str], Town] = {}

    def called(self, name: str, country: str) -> Town:
        """The town of an address; another one of the country where it is too small to be known."""
        if (name, country) not in self.named:
            self.named[name, country] = gazetteer().find(name, country) or self.any_of(country)
        return self.named[name, country]

    def any_of(self, country: str) -> Town:
        """One of a country."""
        return self.random.choices(self.by_country[country], cum_weights=self.weights[country])[0]

    def place(self, town: Town) -> tuple[Decimal, Decimal]:
        """A point in or around a town: the larger it is, the farther out people live."""
        sigma = 0.01 + 0.00006 * town.population**0.5  # degrees: Paris 0.1
        latitude, longitude = (
            Decimal(f"{degrees + self.random.gauss(0, sigma):.6f}") for degrees in (town.latitude, town.longitude)
        )
        return latitude, longitude


def _sites(towns: Towns, customer: tuple[Any, ...], index: int, customers: int) -> Iterator[tuple[Any, ...]]:
    pk, name, kind, line1, city, state, postal_code, country, created, manager = customer
    home = towns.called(city, country)
    for number in range(SITES[index % len(SITES)] if index else min(MOST, customers)):
        town = home if number == 0 else towns.any_of(country)
        latitude, longitude = towns.place(town)
        address = (line1, "", city, state, postal_code) if number == 0 else (f"{number} {line1}", "", town.name, "", "")
        site_type = SiteType.HOME if kind == "individual" else list(SiteType)[(index + number) % len(SiteType)]
        known = (name if number == 0 else f"{name}, {town.name} {number}", site_type, latitude, longitude)
        yield _row(pk, created, manager, index + number, known, (*address, country))
    if index == 1:
        for number, (name, code, lat, lng) in enumerate(ENDS):
            known = (name, SiteType.TOWER, Decimal(lat), Decimal(lng))
            yield _row(pk, created, manager, number, known, ("", "", "", "", "", code))


def _row(
    customer: int, created: Any, manager: int | None, number: int, known: tuple[Any, ...], address: tuple[str, ...]
) -> tuple[Any, ...]:
    """One line for COPY; three of four pins were confirmed by the account manager."""
    confirmed = (created, manager) if number % 4 and manager else (None, None)
    note = "Ring at the gate; the cabinet is behind the barn." if number % 9 == 0 else ""
    return (
        created,
        created,
        1,
        customer,
        *known,
        *CERTAIN[number % 4],
        created,
        *confirmed,
        "",
        "",
        note,
        "",
        *address,
    )


def _archive(generation: Generation) -> None:
    """Archive what belongs to archived customers, in their batches."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sites_site r SET version = 2, updated_at = c.archived_at, archived_at = c.archived_at,"
            " archive_batch_id = c.archive_batch_id FROM customers_customer c"
            " WHERE c.id = r.customer_id AND c.id >= %s AND c.archived_at IS NOT NULL",
            [generation.customer_ids.start],
        )

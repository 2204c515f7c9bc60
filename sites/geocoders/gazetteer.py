"""The towns of the world with more than 15,000 people, from GeoNames; about 34,000, kept in memory once asked for."""

import math
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple, Self

from crm.text import fold
from sites.geocoders.towns import Cells, Names, records, written

KM_PER_DEGREE = 111.195  # of a great circle, on a sphere of 6371 km
BOX_MARGIN = 1.0  # degrees around the towns of a country: farms and islands lie outside them
NEAR_KM = 50.0  # beyond, a town says nothing about a place
SAME_AGAIN = 1000  # names whose towns are kept: a check of all sites asks for the same ones again and again

Box = tuple[float, float, float, float]  # south, west, north, east


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

    @property
    def line(self) -> bytes:
        """All of it in little memory."""
        return "\t".join(map(str, self)).encode()

    @classmethod
    def of(cls, line: bytes) -> Self:
        """The town of a line."""
        pk, name, country, latitude, longitude, population, state = line.decode().split("\t")
        return cls(pk, name, country, float(latitude), float(longitude), int(population), state)


class Gazetteer:
    """Towns by name, by the beginning of their name, by country and by where they are."""

    def __init__(self) -> None:
        read = sorted((-town.population, place, town.line, names) for place, (town, names) in enumerate(_read()))
        self._lines = [line for _people, _place, line, _names in read]  # so a lower number is a larger town
        self._called = Names((name, n) for n, each in enumerate(read) for name in each[3].split(b"\n"))
        del read
        self._named = Names((written(fold(town.name)), number) for number, town in enumerate(self))
        self._cells = Cells((_cell(town.latitude, town.longitude), number) for number, town in enumerate(self))
        self._all_called = lru_cache(SAME_AGAIN)(self._look_up)
        self._greatest: dict[str, int] = {}
        self.boxes: dict[str, Box] = {}
        for number, town in enumerate(self):
            self._greatest.setdefault(town.country, number)
            south, west, north, east = self.boxes.get(town.country, (90.0, 180.0, -90.0, -180.0))
            south, north = min(south, town.latitude), max(north, town.latitude)
            self.boxes[town.country] = south, min(west, town.longitude), north, max(east, town.longitude)

    def __iter__(self) -> Iterator[Town]:
        """Every town, the largest first."""
        return map(Town.of, self._lines)

    def town(self, pk: str) -> Town | None:
        """The town of a GeoNames ID."""
        return next((Town.of(line) for line in self._lines if line.startswith(pk.encode() + b"\t")), None)

    def find(self, name: str, country: str = "") -> Town | None:
        """The largest town of this name in any language and script."""
        towns = self._all_called(fold(name.strip()))
        return next((town for town in towns if not country or town.country == country), None)

    def called(self, name: str, country: str) -> list[Town]:
        """Every town of this name in a country."""
        return [town for town in self._all_called(fold(name.strip())) if town.country == country]

    def _look_up(self, wanted: str) -> list[Town]:
        return self._towns([*self._named.called(wanted), *self._called.called(wanted)[:1]])

    def starting_with(self, text: str, country: str = "", limit: int = 5) -> list[Town]:
        """Towns whose name begins so, those of the country first, then the largest."""
        wanted = fold(text.strip())
        found = self._towns({*self._named.starting_with(wanted), *self._called.called(wanted)[:1]})

        def rank(town: Town) -> tuple[bool, bool, int]:
            return town.country != country, fold(town.name) != wanted, -town.population

        return sorted(found, key=rank)[:limit]

    def _towns(self, numbers: Iterable[int]) -> list[Town]:
        return [Town.of(self._lines[number]) for number in numbers]

    def greatest(self, country: str) -> Town | None:
        """The town of a country with the most people."""
        number = self._greatest.get(country)
        return None if number is None else Town.of(self._lines[number])

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
        cells = _around(latitude, longitude, within_km)
        towns = self._towns(number for cell in cells for number in self._cells.within(cell))
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


def _read() -> Iterator[tuple[Town, bytes]]:
    """Each town with its names in other languages, on a line each."""
    for row in records():
        town = _town(row)
        if not any(
            character.isdigit() for character in town.name
        ):  # "Lyon 03": a district of a town that is listed too
            yield town, written("\n".join({fold(name) for name in row["alternatenames"]}))


def _town(row: dict[str, Any]) -> Town:
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


def _cell(latitude: float, longitude: float) -> int:
    return math.floor(latitude) * 360 + math.floor((longitude + 180) % 360)


def _around(latitude: float, longitude: float, km: float) -> list[int]:
    """The one-degree cells that a circle may touch; near a pole, all of a row."""
    reach = math.ceil(km / KM_PER_DEGREE)
    shrink = math.cos(math.radians(min(89.9, abs(latitude) + reach)))
    aside = min(180, math.ceil(km / KM_PER_DEGREE / shrink)) if shrink > 0 else 180
    row, column = divmod(_cell(latitude, longitude), 360)
    columns = {(column + step) % 360 for step in range(-aside, aside + 1)}
    return [(row + step) * 360 + each for step in range(-reach, reach + 1) for each in columns]

"""What every geocoder answers: places in our own words, never a provider's dictionaries."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

Point = tuple[Decimal, Decimal]  # latitude, longitude in WGS84 degrees

ADDRESS_PARTS = ("line1", "line2", "city", "state", "postal_code", "country")


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address to look for; `country` is an ISO 3166 code."""

    line1: str = ""
    line2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""

    @property
    def one_line(self) -> str:
        """The address as it is asked for, without the second line, which is about the inside of a building."""
        town = f"{self.postal_code} {self.city}".strip()
        return ", ".join(part for part in (self.line1, town, self.state) if part)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line under the search bar; `resolve(place_id)` makes a place of it."""

    title: str
    detail: str
    place_id: str
    provider: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place found: the fields of a site, ready to be filled in.

    `latitude` and `longitude` are degrees with 6 decimals, `accuracy` is a value of `sites.models.Accuracy`,
    `country` an ISO code or "" where the provider knows none. `partial` says that the provider did not
    understand all of the question: somebody has to look.
    """

    latitude: Decimal
    longitude: Decimal
    accuracy: str
    provider: str
    place_id: str = ""
    name: str = ""
    line1: str = ""
    line2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    partial: bool = False

    @property
    def address(self) -> dict[str, str]:
        """Its address by the field names of a site."""
        return {name: getattr(self, name) for name in ADDRESS_PARTS}

    @property
    def is_sure(self) -> bool:
        """Whether the building was found; anything less is shown to a person first."""
        return not self.partial and self.accuracy in ("exact", "rooftop", "interpolated")


class Geocoder(Protocol):
    """Finds places. Every call may raise TryLater, Rejected or Misconfigured, and takes seconds at most.

    None may be called inside a transaction: a slow provider would hold its locks.
    """

    name: str

    def suggest(
        self, text: str, *, session: str, country: str = "", language: str = "", near: Point | None = None
    ) -> list[Suggestion]:
        """At most five places for what was typed so far; an empty list for fewer than three characters.

        `session` is a UUID made anew for each search box and renewed after a choice; providers bill by it.
        `country` (ISO) comes first and hides no other; `near` is what the map shows.
        """

    def resolve(self, place_id: str, *, session: str = "", language: str = "") -> Place:
        """The place of a suggestion, which ends the session. Raises Rejected where there is none any more."""

    def geocode(self, address: Address, *, language: str = "") -> list[Place]:
        """The places of an address, best first; empty where there is none."""

    def reverse(self, latitude: Decimal, longitude: Decimal, *, language: str = "") -> list[Place]:
        """The addresses at a point, most exact first; empty where there is none.

        Each keeps its own coordinates: the pin of a person stays where the person put it.
        """

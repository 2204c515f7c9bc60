"""The geocoder that needs no service: towns from a gazetteer, and Plus Codes."""

from decimal import Decimal

from crm.errors import Rejected
from sites.geocoders import codes
from sites.geocoders.base import Address, Place, Point, Suggestion
from sites.geocoders.gazetteer import Town, gazetteer

PROVIDER = "gazetteer"
SHORTEST = 3  # characters before anything is suggested


class OfflineGeocoder:
    """Finds the town, never the street: its places are all to be confirmed by moving the pin."""

    name = PROVIDER

    def suggest(
        self, text: str, *, session: str, country: str = "", language: str = "", near: Point | None = None
    ) -> list[Suggestion]:
        """Towns whose name begins so, or the place of a Plus Code."""
        if found := codes.suggestions(text, country=country, near=near):
            return found
        if len(text.strip()) < SHORTEST:
            return []
        last = text.rsplit(",", 1)[-1]  # "4 rue des Archers, Lyon": the gazetteer knows only the end of it
        towns = gazetteer().starting_with(text, country) or gazetteer().starting_with(last, country)
        return [
            Suggestion(town.name, ", ".join(filter(None, (town.state, town.country))), town.id, PROVIDER)
            for town in towns
        ]

    def resolve(self, place_id: str, *, session: str = "", language: str = "") -> Place:
        """The town or code that was chosen."""
        if codes.is_code(place_id):
            return codes.place_of(place_id)
        if (town := gazetteer().town(place_id)) is None:
            raise Rejected("The gazetteer has no such place.")
        return place_of_town(town)

    def geocode(self, address: Address, *, language: str = "") -> list[Place]:
        """The centre of the address's town in its country; nothing where the town is too small to be listed."""
        town = gazetteer().find(address.city, address.country) if address.city else None
        return [place_of_town(town, partial=bool(address.line1 or address.postal_code))] if town else []

    def reverse(self, latitude: Decimal, longitude: Decimal, *, language: str = "") -> list[Place]:
        """The nearest town within 50 km."""
        town = gazetteer().nearest(float(latitude), float(longitude))
        return [place_of_town(town, partial=True)] if town else []


def place_of_town(town: Town, *, partial: bool = False) -> Place:
    """A town as a place: its centre."""
    latitude, longitude = town.point
    return Place(
        latitude=latitude,
        longitude=longitude,
        accuracy="approximate",
        provider=PROVIDER,
        place_id=town.id,
        city=town.name,
        state=town.state,
        country=town.country,
        partial=partial,
    )

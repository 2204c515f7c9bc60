"""Named questions about sites: which, where, how far."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db.models import CharField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, Left
from django.db.models.lookups import Exact

from crm.search.expressions import Fold
from crm.search.matching import matches
from crm.text import fold
from sites.expressions import AnyOf, Chord, InBox, arc_km, chord_km, position
from sites.geocoders.codes import full_code
from sites.map.box import Box
from sites.pluscodes import Degrees, in_range, shared_part

if TYPE_CHECKING:
    from sites.models import LocationDoubt, PendingSite, Site, SiteOccupancy  # noqa: F401 - named in texts alone

# What the search of the queue looks through
TOLD = tuple(
    item
    for name in ("name", "reference", "line1", "city", "postal_code", "customer__name")
    for item in (F(name), Value(" "))
)
INDEXED_KM = 150.0  # the index of positions finds boxes up to this reach; beyond, a scan costs less
UNREAD = frozenset({"position", "search"})  # what is there to be looked for
UNSHOWN = UNREAD | {"address_note"}  # what no list shows


class SiteQuerySet(QuerySet["Site"]):
    """Sites as the pages ask for them. Distances are great-circle kilometres on a sphere."""

    def visible_to(self, user: Any) -> Self:
        """The sites a person may know of."""
        return self if user.has_perm("sites.view_site") else self.none()

    def live(self) -> Self:
        """Not archived."""
        return self.filter(archived_at__isnull=True)

    def matching(self, text: str) -> Self:
        """Those at a Plus Code (`9C3XGV4C+XV`, `GV4C+XV London`), or else holding every word of the text."""
        code = full_code(text)
        return self.filter(plus_code__startswith=shared_part(code)) if code else self.filter(matches("search", text))

    def in_city(self, city: str) -> Self:
        """Those in a city, accents and case aside."""
        return self.filter(Exact(Fold(F("city")), fold(city).strip()))

    def for_list(self) -> Self:
        """With what a row of a list shows; fields are named, because `defer` takes milliseconds to work out."""
        shown = [field.attname for field in self.model._meta.concrete_fields if field.name not in UNSHOWN]
        rows = self.only(*shown, "customer__name").select_related("customer")
        return rows.annotate(customer_name=F("customer__name"), country_code=Cast("country", CharField()))

    def for_page(self) -> Self:
        """With what the page of one site shows: of its relations the names alone, which is a third of the time."""
        shown = [field.attname for field in self.model._meta.concrete_fields if field.name not in UNREAD]
        names = ("customer__name", "region__name", "confirmed_by__name")
        return self.only(*shown, *names).select_related("customer", "region", "confirmed_by")

    def to_confirm(self) -> Self:
        """Those whose pin nobody has confirmed since it was set or since the address changed."""
        return self.filter(confirmed_at__isnull=True)

    def googles_own(self, *, before: datetime) -> Self:
        """Those whose coordinates are Google's, from before that time, and nobody has confirmed them."""
        return self.filter(provider="google", confirmed_at=None, located_at__lte=before)

    def with_distance(self, latitude: Degrees, longitude: Degrees) -> Self:
        """Each with its `distance` in km from a point in degrees; ValueError for no place on Earth."""
        return self.annotate(distance=arc_km(self._chord(latitude, longitude)))

    def within(self, latitude: Degrees, longitude: Degrees, km: float) -> Self:
        """Those at most `km` kilometres from the point, each with its `distance`.

        `chord` is the straight line to it: the same order, and one that the index knows.
        """
        chord = self._chord(latitude, longitude)
        near = self.annotate(chord=chord, distance=arc_km(chord))
        return near.in_ball(latitude, longitude, chord_km(max(km, 0.0)))

    def in_ball(self, latitude: Degrees, longitude: Degrees, chord: float) -> Self:
        """Those at most so many kilometres from the point in a straight line, of rows that have their `chord`."""
        ball = InBox(F("position"), position(float(latitude), float(longitude)), chord)
        return self.filter(ball, chord__lte=chord)

    def no_farther(self, latitude: Degrees, longitude: Degrees, km: float) -> Self:
        """Those at most `km` kilometres from the point, of few: the index of positions is not asked."""
        return self.alias(chord=self._chord(latitude, longitude)).filter(chord__lte=chord_km(max(km, 0.0)))

    def in_degrees(self, box: Box) -> Self:
        """Those within a box of degrees, of few: the index of positions is not asked."""
        across = Q()
        for west, east in box.longitudes:
            across |= Q(longitude__range=(west, east))
        return self.filter(across, latitude__range=(box.south, box.north))

    def in_tiles(self, codes: Iterable[str]) -> Self:
        """Those whose Plus Code begins with one of these eight digits; counting them reads the index alone."""
        return self.filter(AnyOf(Left("plus_code", 8), list(codes)))

    def from_tile(self, code: str) -> Self:
        """Those in the tile of these eight digits, then those in the tiles behind it in the order of Plus Codes."""
        return self.alias(tile=Left("plus_code", 8)).filter(tile__gte=code).order_by("tile")

    def in_box(self, box: Box) -> Self:
        """Those within a box of degrees."""
        rows = self.in_degrees(box)
        if box.reach_km > INDEXED_KM:
            return rows
        return rows.filter(InBox(F("position"), position(*box.centre), chord_km(box.reach_km)))

    def nearest(self, latitude: Degrees, longitude: Degrees) -> Self:
        """All, the nearest first, each with its `distance`; the index walks outwards from the point."""
        return self.with_distance(latitude, longitude).order_by(self._chord(latitude, longitude))

    @staticmethod
    def _chord(latitude: Degrees, longitude: Degrees) -> Chord:
        if not in_range(latitude, longitude):
            raise ValueError(f"{latitude}, {longitude} is no place on Earth.")
        return Chord(F("position"), position(float(latitude), float(longitude)))


class PendingSiteQuerySet(QuerySet["PendingSite"]):
    """The queue of places to locate."""

    def visible_to(self, user: Any) -> Self:
        """The places a person may know of."""
        return self if user.has_perm("sites.view_pendingsite") else self.none()

    def waiting(self) -> Self:
        """Neither located nor refused."""
        return self.unlocated().filter(archived_at__isnull=True)

    def unlocated(self) -> Self:
        """Those that are no sites, waiting or refused."""
        return self.filter(site__isnull=True)

    def unasked(self) -> Self:
        """Those whose address, as it stands, no geocoder was asked for."""
        return self.filter(asked_at__isnull=True)

    def matching(self, text: str) -> Self:
        """Those whose name, reference, address or customer holds every word of the text, accents and case aside."""
        found = self.alias(told=Fold(Concat(*TOLD, output_field=TextField())))
        for word in fold(text).split():
            found = found.filter(told__contains=word)
        return found

    def after(self, place: "PendingSite") -> "PendingSite | None":
        """The next one behind a place, or from the beginning; None where there is no other."""
        others = self.exclude(pk=place.pk).order_by("pk")
        return others.filter(pk__gt=place.pk).first() or others.first()

    def for_list(self) -> Self:
        """With what a row of a list shows."""
        return self.select_related("customer")


class LocationDoubtQuerySet(QuerySet["LocationDoubt"]):
    """What speaks against locations."""

    def visible_to(self, user: Any) -> Self:
        """The doubts about sites that a person may know of."""
        return self if user.has_perm("sites.view_site") else self.none()

    def standing(self) -> Self:
        """Those nobody answered: the site is live, unchanged since the check, and not confirmed since it was found."""
        unanswered = Q(site__confirmed_at=None) | Q(site__confirmed_at__lt=F("found_at"))
        return self.filter(unanswered, site__archived_at=None, site__updated_at__lte=F("checked_at"))

    def matching(self, text: str) -> Self:
        """Those of sites whose name or address holds every word."""
        return self.filter(matches("site__search", text))

    def for_list(self) -> Self:
        """With what a row of a list shows."""
        return self.select_related("site__customer").only(
            "kind", "facts", "site__name", "site__line1", "site__city", "site__plus_code", "site__customer__name"
        )


class SiteOccupancyQuerySet(QuerySet["SiteOccupancy"]):
    """Who had which site."""

    def visible_to(self, user: Any) -> Self:
        """The occupancies a person may know of."""
        return self if user.has_perm("sites.view_siteoccupancy") else self.none()

    def on(self, day: date) -> Self:
        """Those of a day; on the day of a hand-over, the new one."""
        return self.filter(Q(moved_out_on__isnull=True) | Q(moved_out_on__gt=day), moved_in_on__lte=day)

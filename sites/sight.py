"""What a map shows of a list of sites: pins where there are few, circles with numbers where there are many."""

from dataclasses import dataclass
from functools import cached_property
from math import cos, radians
from typing import Any

from crm.pages.counting import Count
from crm.pages.filters import STATE_PARAMETERS
from sites.box import Box
from sites.clusters import COUNTED_ZOOM, Cluster, box_of, counted_clusters, grouped_clusters
from sites.listing import SiteListing
from sites.models import Site, SiteCell
from sites.models.cell import UNITS
from sites.querysets import SiteQuerySet

PINS = 1000  # pins a map shows one by one; the browser groups those that touch
LISTED = 30
NAMED = 10
STREETS = 11  # from this zoom groups lie in one town, so their street is told
WORLD = Box(-60.0, -180.0, 75.0, 180.0)
STEPS_KM = (5, 50, 500, 5000)

Pin = tuple[int, float, float, str]


@dataclass
class Sight:
    """A list's rows in the part of the world that a map shows at a zoom (0 to 19)."""

    listing: SiteListing
    box: Box
    zoom: int = 0

    @property
    def rows(self) -> SiteQuerySet:
        """The rows of the list, those outside the box too."""
        return self.listing.rows.order_by()  # type: ignore[return-value]

    @cached_property
    def counted_country(self) -> str | None:
        """The country whose counts by cell answer for the list, "" for all, None where the filters ask for more."""
        active = {name for name, values in self.listing.params.lists() if any(values)} - STATE_PARAMETERS
        whole = not self.listing.visible.query.where  # this person may know of every site
        return self.listing.params.get("country", "") if whole and active <= {"country"} else None

    @cached_property
    def pins(self) -> list[Pin] | None:
        """Key, latitude, longitude and name of each site in sight; None where they are too many."""
        if self._counted and sum(cluster.sites for cluster in self._counted) > PINS:
            return None
        rows = self.rows.in_box(self.box).values_list("pk", "latitude", "longitude", "name")[: PINS + 1]
        found = [(pk, float(latitude), float(longitude), name) for pk, latitude, longitude, name in rows]
        return found if len(found) <= PINS else None

    @cached_property
    def clusters(self) -> list[Cluster]:
        """The groups in sight, the largest first; none where there are pins."""
        if self.pins is not None:
            return []
        found = self._counted or grouped_clusters(self.rows, self.box, self.zoom)
        return sorted(found, key=lambda cluster: -cluster.sites)

    @cached_property
    def _counted(self) -> list[Cluster]:
        if self.counted_country is None or self.zoom > COUNTED_ZOOM:
            return []
        return counted_clusters(self.box, self.zoom, self.counted_country)

    @cached_property
    def count(self) -> Count:
        """How many sites are in sight; about, where cells at the edge count whole."""
        if self.pins is not None:
            return Count(len(self.pins))
        found = sum(cluster.sites for cluster in self.clusters)
        return Count(round(found, -2), exact=False) if self._counted else Count(found)

    @cached_property
    def listed(self) -> list[Site]:
        """The sites nearest to the middle of the map, where there are pins."""
        latitude, longitude = self.box.centre
        narrow = cos(radians(latitude))

        def away(pin: Pin) -> float:
            aside = (pin[2] - longitude + 180) % 360 - 180
            return (pin[1] - latitude) ** 2 + (aside * narrow) ** 2

        keys = [pin[0] for pin in sorted(self.pins or [], key=away)[:LISTED]]
        found = Site.objects.for_list().in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def nearest(self) -> list[Site]:
        """The sites of the list nearest to the middle of the map, wherever they are, each with its `distance`."""
        middle = self.box.centre
        for km in STEPS_KM:
            found = list(self.rows.for_list().within(*middle, km).nearest(*middle)[:NAMED])
            if len(found) == NAMED:
                return found
        return list(self.rows.for_list().nearest(*middle)[:NAMED])

    def groups(self) -> list[tuple[Cluster, Count, str]]:
        """The largest groups, their number of sites, and the address of the site nearest to their middle."""
        named = self.clusters[:NAMED]
        near = [
            Site.objects.live().nearest(each.latitude, each.longitude).values_list("line1", "city")[:1]
            for each in named
        ]
        addresses = near[0].union(*near[1:], all=True) if near else []
        known = [", ".join(filter(None, parts[self.zoom < STREETS :])) for parts in addresses]
        return [(each, Count(each.sites), text) for each, text in zip(named, known, strict=True)]


def extent(sight: Sight) -> Box:
    """The part of the world that holds the whole list; `sight` has the box of the world."""
    form: Any = sight.listing.filterset.form
    if area := sight.listing.area:
        return Box.around(float(area.latitude), float(area.longitude), float(area.km))
    if sight.listing.is_valid and (box := form.cleaned_data.get("box")):
        return box  # type: ignore[no-any-return]
    if sight.counted_country is None and sight.pins is not None:
        return box_of(pin[1:3] for pin in sight.pins) or WORLD
    cells = SiteCell.objects.filter(side=UNITS, sites__gt=0)
    if sight.listing.params.get("country"):
        cells = cells.filter(country=sight.listing.params["country"])
    corners = {(row - 90 + more, column - 180 + more) for row, column in cells.values_list("y", "x") for more in (0, 1)}
    return box_of(corners) or WORLD

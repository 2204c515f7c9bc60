"""The map of sites: the list's rows and filters, drawn."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from crm.pages.counting import Count
from crm.pages.page import Crumb, NounPage
from sites.area import Area
from sites.listing import SiteListing
from sites.map.box import Box
from sites.map.clusters import CLOSEST_ZOOM, Cluster
from sites.map.sight import WORLD, Sight, extent
from sites.models import Site
from sites.views import SiteList

# What the address says about the map itself; everything else is the list's.
SIGHT = ("sight", "zoom", "nearest")


class MapPage(NounPage):
    """What the page of the map and its data share: the list that the address asks for."""

    queryset = Site.objects.all()
    title = _("Map of sites")

    @cached_property
    def listing(self) -> SiteListing:
        """The list, read as its own page reads it."""
        params = self.request.GET.copy()
        for name in SIGHT:
            params.pop(name, None)
        visible, user = self.visible(), self.request.user
        return SiteList.listing_class(visible, SiteList.filterset_class, SiteList.table_class, params, user)


class SiteMap(MapPage):
    """The map with a list beside it; for htmx the line of what is in force, which the map follows."""

    template_name = "sites/map.html"
    line_template_name = "sites/_map_line.html"

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """All sites."""
        return [Crumb(self.plural, self.url("list"))]

    @property
    def list_url(self) -> str:
        """The list of the same sites."""
        query = self.listing.query()
        return f"{self.url('list')}?{query}" if query else self.url("list")

    @cached_property
    def list_page(self) -> SiteList:
        """The list's page, whose bar of filters this page shows."""
        page = SiteList()
        page.setup(self.request)
        page.listing = self.listing
        return page

    @property
    def area(self) -> Area | None:
        """The circle that the list is narrowed to, if it is."""
        return self.listing.area

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, its map on the whole list, or what changed of it."""
        found: dict[str, Any] = {"listing": self.listing, "extent": extent(self.listing).written()}
        if not self.is_partial:
            return self.render(status=200 if self.listing.is_valid else 400, **found)
        response = self.render(self.line_template_name, status=200 if self.listing.is_valid else 422, **found)
        query = self.listing.query()
        response["HX-Replace-Url"] = f"{request.path}?{query}" if query else request.path
        return response


class MapPins(MapPage):
    """What lies in `sight=south,west,north,east` at `zoom`, as JSON: pins or clusters, and the list beside the map.

    `pins` are [key, latitude, longitude, name], `clusters` [latitude, longitude, sites]; degrees of WGS84. With
    `nearest=1` the ten sites nearest to the middle, wherever they are. 400 for an address that cannot be answered.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Read the address and answer."""
        try:
            box = Box.read(request.GET.get("sight", WORLD.written()))
            zoom = min(CLOSEST_ZOOM, max(0, int(request.GET.get("zoom", "0")[:3])))
        except ValueError as error:
            return JsonResponse({"error": str(error)}, status=400)
        if not self.listing.is_valid:
            return JsonResponse({"error": " ".join(self.listing.errors)}, status=400)
        sight = Sight(self.listing, box, zoom)
        return JsonResponse(self.nearest(sight) if request.GET.get("nearest") else self.in_sight(sight))

    def in_sight(self, sight: Sight) -> dict[str, Any]:
        """What lies in the box."""
        return {
            "pins": sight.pins or [],
            "clusters": [(each.latitude, each.longitude, each.sites) for each in sight.clusters],
            "list": self.beside(
                sites=sight.listed,
                groups=sight.groups(),
                count=sight.count.of(self.noun, self.nouns),
                is_part=sight.is_part,
            ),
        }

    def nearest(self, sight: Sight) -> dict[str, Any]:
        """The sites nearest to the middle, those outside the box too."""
        sites = sight.nearest()
        pins = [(each.pk, float(each.latitude), float(each.longitude), each.name) for each in sites]
        return {"pins": pins, "clusters": [], "list": self.beside(sites=sites, nearest=True)}

    def beside(self, *, groups: Iterable[tuple[Cluster, Count, str]] = (), **found: Any) -> str:
        """The list, as HTML."""
        told = [(cluster, count.of(self.noun, self.nouns), place) for cluster, count, place in groups]
        return render_to_string("sites/_map_list.html", {"groups": told, **found}, self.request)

"""What is measured of sites: lists, circles, and what the map asks for at every zoom."""

from collections.abc import Callable
from urllib.parse import urlencode

from benchmarks.profiles import Page, Work, World

KM = 5
PARIS = (48.8566, 2.3522)
SCREEN = 1100, 650  # pixels of a map on a desk


def some_points(world: World) -> list[tuple[float, float]]:
    """Where a dozen sites are, so that most lie in large towns, as sites do."""
    from sites.models import Site

    first = Site.objects.live().order_by("pk").values_list("latitude", "longitude")
    found = first[2000 : 2000 + 12 * 397 : 397]
    return [(float(latitude), float(longitude)) for latitude, longitude in found]


def circle(point: tuple[float, float], km: int = KM) -> dict[str, str]:
    """The parameters of some kilometres around a point."""
    return {"latitude": f"{point[0]:.6f}", "longitude": f"{point[1]:.6f}", "km": str(km)}


def circles(world: World) -> list[str]:
    """The list of a circle around each of some sites."""
    return [f"/sites/?{urlencode(circle(point))}" for point in some_points(world)]


def circles_drawn(world: World) -> list[str]:
    """The same on the map."""
    return [seen(point, 12, **circle(point)) for point in some_points(world)]


def seen(point: tuple[float, float], zoom: int, **filters: str) -> str:
    """What a desk's map asks for around a point."""
    across = SCREEN[0] / 256 / 2**zoom * 360
    up = across * SCREEN[1] / SCREEN[0] * 0.65  # Mercator at 50°
    west, east = (point[1] - across / 2, point[1] + across / 2) if across < 360 else (-180.0, 180.0)
    box = (max(-90.0, point[0] - up / 2), max(-180.0, west), min(90.0, point[0] + up / 2), min(180.0, east))
    return f"/sites/map/pins/?{urlencode({'sight': ','.join(map(str, box)), 'zoom': zoom, **filters})}"


def map_at(zoom: int, **filters: str) -> Callable[[World], list[str]]:
    """The map of all sites around Paris."""
    return lambda world: [seen(PARIS, zoom, **filters)]


def some_sites(world: World) -> list[str]:
    """The pages of some sites."""
    from sites.models import Site

    keys = Site.objects.live().order_by("pk").values_list("pk", flat=True)[: 40 * 97 : 97]
    return [f"/sites/{pk}/" for pk in keys]


def largest(world: World) -> int:
    """The customer with 1,400 sites."""
    return int(world.customers.order_by("pk").values_list("pk", flat=True)[0])


SITE_PROFILES: list[Page | Work] = [
    Page("sites: list, page 1", 12, lambda world: ["/sites/"]),
    Page("sites: filter by a large city", 15, lambda world: ["/sites/?city=Paris"]),
    Page("sites: within 5 km, list", 25, circles),
    Page("sites: within 5 km, map", 25, circles_drawn),
    Page("sites: within 5 km of Paris, list", 25, lambda world: [f"/sites/?{urlencode(circle(PARIS))}"]),
    Page("sites: within 5 km of Paris, map", 25, lambda world: [seen(PARIS, 12, **circle(PARIS))]),
    Page("sites: map page", 25, lambda world: ["/sites/map/"]),
    Page("sites: map page of Paris's circle", 25, lambda world: [f"/sites/map/?{urlencode(circle(PARIS))}"]),
    *(
        Page(f"sites: within {km} km of Paris, map", 25, map_at(zoom, **circle(PARIS, km)))
        for km, zoom in ((20, 10), (50, 9), (500, 6))
    ),
    *(Page(f"sites: map at zoom {zoom}", 25, map_at(zoom)) for zoom in (2, 5, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17)),
    Page("sites: map of a country, zoom 5", 25, map_at(5, country="FR")),
    *(Page(f"sites: map to confirm, zoom {zoom}", 25, map_at(zoom, location="to_confirm")) for zoom in (2, 7, 11, 14)),
    Page("sites: map of a type, zoom 9", 25, map_at(9, site_type="shop")),
    Page("sites: map of a source, zoom 12", 25, map_at(12, source="pin")),
    Page("sites: map of archived ones, zoom 5", 25, map_at(5, archived="only")),
    Page("sites: map of three filters, zoom 5", 25, map_at(5, site_type="shop", location="confirmed", country="FR")),
    Page("sites: map of a large city, zoom 11", 25, map_at(11, city="Paris")),
    Page("sites: map of a common word, zoom 5", 25, map_at(5, q="paris")),
    Page("sites: map of a customer, zoom 5", 25, lambda world: [seen(PARIS, 5, customer=str(largest(world)))]),
    Page("sites: site page", 15, some_sites),
    Page("customer page, 1,400 sites", 15, lambda world: [f"/customers/{largest(world)}/"]),
    Page("customer's 1,400 sites", 15, lambda world: [f"/customers/{largest(world)}/sites/"]),
]

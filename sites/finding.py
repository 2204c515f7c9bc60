"""How the global search finds sites: by name, address, and any Plus Code."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.search.matching import email_begun
from crm.search.ranking import best_of
from crm.search.registry import Hit, SearchSource
from sites.geocoders import codes
from sites.models import Site
from sites.pluscodes import shared_part

SHOWN = ("name", "line1", "city", "plus_code", "archived_at", "customer__name")
AROUND_KM = 2


def find_sites(user: Any, text: str, limit: int) -> list[Hit]:
    """Sites for the global search, archived ones last; a Plus Code where no site stands leads to those around it."""
    if email_begun(text):
        return []  # no place has one, and looking for its domain takes 10 ms
    rows = Site.objects.visible_to(user).matching(text).order_by().select_related("customer")
    best = best_of(rows.only(*SHOWN)[: limit * 10], text, lambda each: (each.name,), limit=limit)
    hits = [_hit(site) for site in best]
    return hits or _around(text)


def _hit(site: Site) -> Hit:
    parts = (site.customer.name if site.customer.name != site.name else "", site.line1, site.city, site.plus_code)
    return Hit(
        title=site.name,
        subtitle=" · ".join(part for part in parts if part),
        url=site.get_absolute_url(),
        icon="map-pin",
        archived=site.is_archived,
    )


def _around(text: str) -> list[Hit]:
    """The sites near a code, where the text is one that says enough."""
    code = codes.full_code(text)
    if code is None:
        return []
    place = codes.place_of(code)
    circle = {"latitude": place.latitude, "longitude": place.longitude, "km": AROUND_KM}
    url = f"{reverse('sites:list')}?{urlencode(circle)}"
    title = _("Sites around %(code)s") % {"code": shared_part(code)}
    return [Hit(title, ", ".join(filter(None, (place.city, place.country))), url, icon="map-pin")]


SEARCH = SearchSource(
    "sites", gettext_lazy("Sites"), "sites.view_site", find_sites, list_url_name="sites:list", position=20
)

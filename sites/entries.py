"""Worksites as entries below their customer in the list of customers."""

from django.utils.translation import gettext as _

from crm.pages.tables import Attached
from crm.search.matching import words
from customers.entries import Entries, has_a_word
from sites.models import Site


def looks_like_an_address(text: str) -> bool:
    """A number, or three words: among millions of sites a name alone is looked for in their own list."""
    return has_a_word(text) and (any(each.isdigit() for each in text) or len(words(text)) >= 3)


def _as_line(site: Site) -> Attached:
    place = ", ".join(part for part in (site.line1, site.postal_code, site.city) if part)
    text = f"{place} · {site.name}" if place else site.name
    return Attached("map-pin", _("Site"), text, site.get_absolute_url())


SITES = Entries(
    Site,
    "sites.view_site",
    ("name", "line1", "postal_code", "city"),
    _as_line,
    looks_like_an_address,
)

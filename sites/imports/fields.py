"""The columns a file of sites may have, and the names other systems give them."""

from dataclasses import replace

from django.utils.translation import gettext_lazy

from crm.imports import parsers
from crm.imports.kinds import ImportField
from customers.import_fields import BY_NAME, PLACE
from sites.models import Accuracy, SiteType
from sites.typed import coordinates, degrees

TYPE_WORDS = {
    "store": SiteType.SHOP, "branch": SiteType.SHOP, "magasin": SiteType.SHOP, "tienda": SiteType.SHOP,
    "factory": SiteType.INDUSTRIAL, "warehouse": SiteType.INDUSTRIAL, "depot": SiteType.INDUSTRIAL,
    "house": SiteType.HOME, "maison": SiteType.HOME, "casa": SiteType.HOME, "headquarters": SiteType.OFFICE,
    "bureau": SiteType.OFFICE, "oficina": SiteType.OFFICE, "mast": SiteType.TOWER, "antenna": SiteType.TOWER,
}  # fmt: skip
ADDRESS_ALIASES = {"state": ("state/province", "state province"), "line1": ("street 1",), "city": ("municipality",)}


def _address_fields() -> list[ImportField]:
    """Those of customers, and what lists of stores call them besides."""
    return [replace(BY_NAME[name], aliases=(*BY_NAME[name].aliases, *ADDRESS_ALIASES.get(name, ()))) for name in PLACE]


FIELDS = (
    ImportField(
        "customer",
        gettext_lazy("Customer"),
        parsers.text(200),
        ("customer number", "customer name", "client", "cliente", "account", "company"),
        gettext_lazy("By our number, the number elsewhere, or the name."),
    ),
    ImportField(
        "reference",
        gettext_lazy("Reference"),
        parsers.text(60),
        ("store number", "site number", "site id", "store id", "store code", "site code", "branch number", "id"),
        gettext_lazy("What the customer calls the place; bringing in the same file again then updates."),
    ),
    ImportField(
        "name",
        gettext_lazy("Name"),
        parsers.text(200),
        ("site", "site name", "store name", "location name", "branch", "nom", "nom du site", "nombre"),
    ),
    ImportField(
        "site_type", gettext_lazy("Type"), parsers.choice(dict(SiteType.choices), TYPE_WORDS), ("kind", "site type")
    ),
    *_address_fields(),
    ImportField("latitude", gettext_lazy("Latitude"), degrees, ("lat", "latitud")),
    ImportField("longitude", gettext_lazy("Longitude"), degrees, ("lng", "lon", "long", "longitud")),
    ImportField(
        "coordinates",
        gettext_lazy("Coordinates"),
        coordinates,
        ("gps", "position", "lat lng", "latitude longitude", "coordonnées", "coordenadas"),
        gettext_lazy("Latitude and longitude in one cell."),
    ),
    ImportField("plus_code", gettext_lazy("Plus Code"), parsers.text(60), ("open location code", "olc", "code plus")),
    ImportField("accuracy", gettext_lazy("Accuracy"), parsers.choice(dict(Accuracy.choices)), ("precision",)),
    ImportField("region", gettext_lazy("Regulatory region"), parsers.text(80)),
    ImportField(
        "address_note",
        gettext_lazy("Address note"),
        parsers.long_text,
        ("note", "notes", "directions", "access", "comment", "remarks", "indications", "indicaciones"),
        gettext_lazy("May take several columns; each is written with its name."),
        joins=True,
    ),
)

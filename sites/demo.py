"""Sites of the demo customers: where each of them works, how sure we are, and a few that nobody has located."""

from decimal import Decimal

from crm.demo.chapters import Demo
from customers.models import Customer
from sites import actions
from sites.models import Accuracy, LocationSource, Site, SiteType

# Centres in degrees, to a kilometre or less
TOWNS = {
    "Alcalá de Henares": (40.482, -3.364), "Alhaurín de la Torre": (36.664, -4.561), "Arenas": (36.815, -4.043),
    "Askrigg": (54.315, -2.083), "Bainbridge": (54.308, -2.102), "Barcelona": (41.388, 2.170),
    "Bilbao": (43.263, -2.935), "Bordeaux": (44.838, -0.579), "Brest": (48.390, -4.487), "Bristol": (51.454, -2.588),
    "Cadaqués": (42.289, 3.277), "Caernarfon": (53.140, -4.272), "Capbreton": (43.643, -1.430),
    "Concarneau": (47.876, -3.918), "Craigellachie": (57.492, -3.186), "Cómpeta": (36.834, -3.974),
    "Edinburgh": (55.952, -3.190), "Frigiliana": (36.788, -3.895), "Gouesnou": (48.452, -4.465),
    "Granada": (37.177, -3.599), "Guilvinec": (47.799, -4.286), "Haro": (42.577, -2.846),
    "Hebden Bridge": (53.742, -2.013), "Ilkley": (53.925, -1.823), "Lanjarón": (36.918, -3.479),
    "Leeds": (53.799, -1.549), "Lille": (50.633, 3.064), "London": (51.515, -0.110), "Lyon": (45.760, 4.836),
    "Madrid": (40.417, -3.703), "Manchester": (53.480, -2.243), "Mulhouse": (47.748, 7.337),
    "Málaga": (36.722, -4.423), "Nantes": (47.217, -1.555), "Oviedo": (43.361, -5.850), "Paris": (48.863, 2.345),
    "Port Ellen": (55.631, -6.190), "Reeth": (54.389, -1.943), "Rennes": (48.112, -1.677),
    "Riquewihr": (48.167, 7.298), "Roubaix": (50.691, 3.174), "Saint-Cyr-sur-Menthon": (46.276, 4.972),
    "Saint-Jean-de-Luz": (43.387, -1.658), "Saint-Quentin-Fallavier": (45.644, 5.112),
    "Saint-Émilion": (44.894, -0.156), "Salford": (53.487, -2.290), "Santander": (43.461, -3.818),
    "Sevilla": (37.389, -5.990), "Urrugne": (43.363, -1.699), "Vélez-Málaga": (36.781, -4.101),
    "Wells": (51.209, -2.647),
}  # fmt: skip
ADDRESS = ("line1", "line2", "postal_code", "city", "state", "country")
NOTES = (
    "Ring at the gate; the technical room is behind the reception.",
    "Left at the red barn, 500 m after the cattle grid.",
    "Deliveries before ten, through the yard.",
)
SECOND_PLACES = (("Depot", SiteType.INDUSTRIAL), ("Annexe", SiteType.OFFICE), ("Mast", SiteType.TOWER))


def is_told() -> bool:
    """Whether there is any site."""
    return Site.objects.exists()


def tell(demo: Demo) -> None:
    """Give every customer with a known town its site, some a second one, and leave some to be located."""
    customers = [
        each for each in Customer.objects.filter(archived_at__isnull=True).order_by("pk") if each.city in TOWNS
    ]
    for number, customer in enumerate(customers):
        address = {name: str(getattr(customer, name)) for name in ADDRESS}
        _place(demo, customer, customer.name, _type(customer), address, number)
        if customer.kind == "company" and number % 4 == 0:
            name, site_type = SECOND_PLACES[number // 4 % len(SECOND_PLACES)]
            _place(demo, customer, f"{customer.name}, {name.lower()}", site_type, {**address, "line1": ""}, number)
        if number % 15 == 7:
            actions.queue_site(
                customer, by=demo.people["support"], name=f"{customer.name}, store", source="stores.csv", **address
            )
    demo.lines.append(f"{Site.objects.count()} sites with coordinates.")


def _type(customer: Customer) -> SiteType:
    return SiteType.HOME if customer.kind == "individual" else SiteType.OFFICE


def _place(
    demo: Demo, customer: Customer, name: str, site_type: SiteType, address: dict[str, str], number: int
) -> None:
    """One site, a few hundred metres from the middle of its town; two of three were looked at by somebody."""
    latitude, longitude = (
        Decimal(f"{degrees + demo.random.uniform(-0.004, 0.004):.6f}") for degrees in TOWNS[customer.city]
    )
    searched = bool(address["line1"])
    actions.create_site(
        customer,
        by=demo.people["support"],
        name=name,
        site_type=site_type,
        latitude=latitude,
        longitude=longitude,
        location_source=LocationSource.SEARCH if searched else LocationSource.PIN,
        accuracy=Accuracy.ROOFTOP if searched else Accuracy.EXACT,
        address_note=NOTES[number % len(NOTES)] if number % 5 == 0 else "",
        confirmed=number % 3 != 0,
        **address,
    )

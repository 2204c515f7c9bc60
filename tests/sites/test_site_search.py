"""Finding the place on the form: with script, without it, without a key, and with the service in trouble."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from sites.geocoders import Place
from sites.geocoders.memory import memory
from sites.lookup import address_values, form_values
from sites.models import Site
from staff.models import User
from tests.factories import CustomerFactory, SiteFactory, person
from tests.fakes.google import FakeGoogle
from tests.hostile import HOSTILE
from tests.sites.test_site_create import HERE

SESSION = "5d2a7d6e-6b0c-4b1e-9a52-0a52c7f5a3f1"
LYON = "2996944"  # of the gazetteer


@pytest.fixture
def browser(ana: User, client: Client) -> Client:
    memory.clear()
    client.force_login(ana)
    return client


def asked(client: Client, what: str, **parameters: str) -> dict[str, Any]:
    """What the form's script is answered."""
    response = client.get(f"/sites/lookup/{what}/", parameters)
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


@pytest.fixture
def address(browser: Client) -> str:
    """The form of a new site of somebody whose address is not known."""
    return f"/sites/new/?customer={CustomerFactory().pk}"


def step(client: Client, address: str, button: str, **typed: str) -> Any:
    """Press a button of the search; answers the page's form and search."""
    response = client.post(address, {"site_type": "other", "country": "FR", **typed, button: "1"})
    assert response.status_code == 200
    assert not Site.objects.exists()
    return response.context["form"], response.context["page"].search


@pytest.mark.feature("F036", "F034")
def test_suggestions_come_from_three_characters_on_with_one_session(browser: Client, google: FakeGoogle) -> None:
    assert asked(browser, "suggestions", text="ru", session=SESSION, country="FR")["suggestions"] == []
    assert google.asked == []
    found = asked(browser, "suggestions", text="rue des archers", session=SESSION, country="FR")
    chosen = asked(browser, "place", place=found["suggestions"][0]["place_id"], session=SESSION)

    assert found["suggestions"][0]["title"] == "Librairie des Archers"
    assert google.asked[0][1]["sessionToken"] == SESSION
    assert google.asked[-1][1]["sessionToken"] == SESSION
    assert UUID(chosen["session"]) != UUID(SESSION)


@pytest.mark.feature("F037", "F038", "F039", "F041", "F042", "F043", "F045", "F047", "F048")
def test_every_way_of_choosing_fills_the_same_fields(browser: Client, google: FakeGoogle, address: str) -> None:
    by_script = asked(browser, "place", place="fr-shop", session=SESSION)
    form, search = step(browser, address, "use", search="archers", place="fr-shop", session=SESSION)
    values = by_script["values"]

    assert values == {
        "name": "Librairie des Archers",
        "line1": "4 Rue des Archers",
        "line2": "",
        "city": "Lyon",
        "state": "Auvergne-Rhône-Alpes",
        "postal_code": "69002",
        "country": "FR",
        "latitude": "45.760100",
        "longitude": "4.833300",
        "location_source": "search",
        "accuracy": "rooftop",
        "provider": "google",
        "provider_place_id": "fr-shop",
        "placed": "45.760100,4.833300",
    }
    assert {name: form[name].value() for name in values} == values
    assert by_script["told"] == form.told == "Location set: 8FQ6QR6M+28, Lyon"
    assert search.text == "" and search.session != SESSION


@pytest.mark.feature("F040")
def test_a_unit_is_the_second_line(browser: Client, google: FakeGoogle) -> None:
    values = asked(browser, "place", place="us-unit", session=SESSION)["values"]
    assert (values["line1"], values["line2"]) == ("1360 West Mineral Avenue", "61")


@pytest.mark.feature("F053")
def test_the_worked_example_has_the_code_of_its_coordinates(browser: Client, google: FakeGoogle, address: str) -> None:
    form, _ = step(browser, address, "use", place="gb-shop", session=SESSION)
    assert form.told == "Location set: 9C3XGV4C+XV, London"
    browser.post(address, {name: form[name].value() or "" for name in form.fields})

    site = Site.objects.get()
    assert (site.plus_code, str(site.country), site.city) == ("9C3XGV4C+XV", "GB", "London")
    assert (site.location_source, site.accuracy, site.provider, site.provider_place_id) == (
        "search",
        "rooftop",
        "google",
        "gb-shop",
    )
    assert site.to_confirm


@pytest.mark.feature("F036")
def test_without_script_a_button_searches_and_matches_are_radio_buttons(
    browser: Client, google: FakeGoogle, address: str
) -> None:
    response = browser.post(
        address, {**HERE, "name": "My name", "latitude": "", "longitude": "", "search": "archers", "find": "1"}
    )
    page = response.content.decode()

    assert '<input type="radio" name="place" value="fr-shop"' in page
    assert 'value="My name"' in page and 'name="use"' in page
    assert not Site.objects.exists()


def test_search_keeps_the_session_until_a_place_is_chosen(browser: Client, google: FakeGoogle, address: str) -> None:
    _, search = step(browser, address, "find", search="archers", session=SESSION)
    assert search.session == SESSION
    _, search = step(browser, address, "use", search="archers", session=SESSION)
    assert (search.session, search.found.message) == (SESSION, "Choose one of the places.")
    _, search = step(browser, address, "find", search="archers", session="nonsense")
    assert UUID(search.session)


def test_enter_in_a_field_saves_where_nothing_is_searched_for(browser: Client, address: str) -> None:
    assert browser.post(address, {**HERE, "search": " ", "find": "1"}).status_code == 302
    assert Site.objects.exists()


@pytest.mark.feature("F034")
def test_without_a_key_the_gazetteer_finds_the_town_and_keeps_the_typed_street(browser: Client, address: str) -> None:
    found = asked(browser, "suggestions", text="4 rue des Archers, Lyon", session=SESSION, country="FR")
    assert found["suggestions"][0] == {"title": "Lyon", "detail": "FR", "place_id": LYON, "provider": "gazetteer"}
    form, _ = step(browser, address, "use", place=LYON, session=SESSION, line1="4 rue des Archers", name="Shop")

    assert [form[name].value() for name in ("name", "line1", "city", "accuracy")] == [
        "Shop",
        "4 rue des Archers",
        "Lyon",
        "approximate",
    ]
    assert "the search knows towns and Plus Codes" in browser.get(address).content.decode()


@pytest.mark.feature("F052")
@pytest.mark.parametrize("typed", ["8FQ6QR6M+28", "QR6M+28 Lyon"])
def test_a_plus_code_in_the_search_bar_is_a_place(browser: Client, typed: str) -> None:
    found = asked(browser, "suggestions", text=typed, session=SESSION, country="FR")
    values = asked(browser, "place", place=found["suggestions"][0]["place_id"], session=SESSION)["values"]
    assert (values["latitude"], values["longitude"], values["city"]) == ("45.760063", "4.833312", "Lyon")


@pytest.mark.feature("F050", "F059")
def test_moved_pin_gets_its_address_proposed_and_asked_for_once(browser: Client, google: FakeGoogle) -> None:
    here = {"latitude": "45.7601", "longitude": "4.8333"}
    answer = asked(browser, "here", **here)
    again = asked(browser, "here", **here)

    assert answer == again
    assert google.paths() == ["/maps/api/geocode/json"]
    assert answer["address"] == "4 Rue des Archers, 69002 Lyon, France"
    assert answer["told"] == "Location set: 8FQ6QR6M+28, Lyon"
    assert "latitude" not in answer["values"] and "location_source" not in answer["values"]


@pytest.mark.feature("F050")
def test_without_script_an_address_is_filled_in_only_where_none_is_written(
    browser: Client, google: FakeGoogle, address: str
) -> None:
    here = {"latitude": "45.7601", "longitude": "4.8333"}
    form, search = step(browser, address, "here", **here)
    assert (form["line1"].value(), search.proposal) == ("4 Rue des Archers", "")
    form, search = step(browser, address, "here", **here, line1="Red barn")
    assert (form["line1"].value(), search.proposal) == ("Red barn", "4 Rue des Archers, 69002 Lyon, France")
    form, search = step(browser, address, "adopt", **here, line1="Red barn")
    assert (form["line1"].value(), search.proposal) == ("4 Rue des Archers", "")
    form, search = step(browser, address, "here", line1="Red barn")
    assert search.found.message == "Type both coordinates first."


@pytest.mark.feature("F058")
@pytest.mark.parametrize(
    "point", [("", ""), ("91", "0"), ("NaN", "1"), ("sNaN", "1"), ("1", "1e400"), ("x", "y"), ("1", "")]
)
def test_location_that_is_none_is_told_as_not_set(browser: Client, point: tuple[str, str], address: str) -> None:
    assert asked(browser, "here", latitude=point[0], longitude=point[1])["told"] == "Location not set yet"
    assert 'role="status">Location not set yet' in browser.get(address).content.decode()


@pytest.mark.feature("F058")
def test_location_of_a_site_is_told_with_code_and_place(browser: Client) -> None:
    page = browser.get(f"/sites/{SiteFactory().pk}/edit/").content.decode()
    assert 'role="status">Location set: 8FQ6QR6M+28, Lyon' in page


TROUBLES = [
    "OVER_QUERY_LIMIT",
    "OVER_DAILY_LIMIT",
    "REQUEST_DENIED",
    "UNKNOWN_ERROR",
    "nonsense",
    "reset",
    500,
    503,
    403,
]


@pytest.mark.feature("F034")
@pytest.mark.parametrize("trouble", TROUBLES)
def test_service_in_trouble_says_so_and_typing_by_hand_goes_on(
    browser: Client, google: FakeGoogle, address: str, trouble: str | int, caplog: Any
) -> None:
    google.trouble = trouble
    for message in (  # the third failure opens the breaker, so that nothing waits for Google's client to give up
        asked(browser, "suggestions", text="rue des archers", session=SESSION)["message"],
        asked(browser, "suggestions", text="rue mercière", session=SESSION)["message"],
        asked(browser, "place", place="fr-shop", session=SESSION)["message"],
        asked(browser, "here", latitude="45.7601", longitude="4.8333")["message"],
    ):
        assert message.startswith("The address search ")
    form, search = step(browser, address, "find", search="rue des archers", name="Kept", session=SESSION)
    assert form["name"].value() == "Kept" and search.found.message
    assert browser.post(address, HERE).status_code == 302
    assert "AIza" not in caplog.text and "archers" not in caplog.text.lower()


def test_place_that_is_gone_is_told(browser: Client, google: FakeGoogle, address: str) -> None:
    assert asked(browser, "place", place="gone", session=SESSION)["message"].startswith("This place is no longer known")
    _, search = step(browser, address, "use", place="gone", search="archers", session=SESSION)
    assert search.text == "archers"


@pytest.mark.parametrize("what", ["suggestions", "place", "here", "customs"])
def test_answers_to_hostile_texts_are_answers(browser: Client, what: str) -> None:
    names = ("text", "place", "session", "country", "latitude", "longitude")
    for text in [*HOSTILE, "\x00", "1e400", "NaN", "-9" * 40]:
        try:
            text[:5000].encode()
        except UnicodeEncodeError:
            continue
        assert browser.get(f"/sites/lookup/{what}/", dict.fromkeys(names, text[:5000])).status_code == 200


@pytest.mark.parametrize("what", ["suggestions", "place", "here", "customs"])
def test_mere_reader_spends_no_quota(client: Client, db: None, what: str) -> None:
    client.force_login(person("vic"))
    assert client.get(f"/sites/lookup/{what}/").status_code == 403


@pytest.mark.feature("F035")
def test_search_bar_is_the_first_field_of_both_forms(browser: Client, address: str) -> None:
    for where in (address, f"/sites/{SiteFactory().pk}/edit/"):
        form = browser.get(where).content.decode().partition('class="page-form"')[2]
        assert form.index('id="place-search"') < form.index('id="id_name"')


@pytest.mark.feature("F033")
def test_first_site_of_a_customer_is_searched_for_by_the_customer_s_address(browser: Client) -> None:
    customer = CustomerFactory(line1="4 rue des Archers", postal_code="69002", city="Lyon", country="FR")
    page = browser.get(f"/sites/new/?customer={customer.pk}").content.decode()
    assert 'name="search" value="4 rue des Archers, 69002 Lyon, France"' in page


def test_place_without_a_street_leaves_alone_what_it_knows_nothing_of() -> None:
    town = Place(latitude=1, longitude=2, accuracy="approximate", provider="x", city="Lyon")  # type: ignore[arg-type]
    assert address_values(town) == {"city": "Lyon"}
    assert "name" not in form_values(town)

"""The queue of places to locate: the list, looking up all, and one page that leads to the next."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from crm.background.models import BackgroundJob
from crm.background.registry import Silent
from crm.errors import TryLater
from crm.text import clean
from customers.models import Customer
from sites.actions import locate_pending, propose_location, queue_site
from sites.actions.looking_up import LookUp
from sites.geocoders import Address, Place, geocoder
from sites.geocoders.memory import memory
from sites.models import PendingSite, Site
from sites.queue.forms import LocateForm
from sites.tasks import look_up
from staff.models import User
from tests.factories import CustomerFactory, person
from tests.fakes.google import FakeGoogle
from tests.hostile import HOSTILE
from tests.repository.filling import send as send_encoded
from tests.repository.probing import received

ADDRESS = {"name": "Shop", "country": "FR", "where": "43.7, 7.26"}
LYON = Place(Decimal("45.760100"), Decimal("4.833300"), "rooftop", "google", "ChIJ1")


@pytest.fixture
def chain(ana: User) -> Customer:
    return CustomerFactory(name="Chain")


@pytest.fixture
def places(ana: User, chain: Customer) -> list[PendingSite]:
    return [
        queue_site(chain, by=ana, name=f"Shop {n}", line1=f"{n} rue Mercière", city="Lyon", country="FR")
        for n in (1, 2, 3)
    ]


def url(place: PendingSite) -> str:
    return f"/sites/to-locate/{place.pk}/"


def send(browser: Client, place: PendingSite, **data: Any) -> Any:
    place.refresh_from_db()
    address = {name: str(getattr(place, name)) for name in ("name", "line1", "city", "postal_code", "country")}
    return browser.post(url(place), {**address, "version": place.version, **data})


@pytest.mark.feature("X18")
def test_enter_accepts_what_was_found_and_leads_to_the_next(
    browser: Client, ana: User, places: list[PendingSite]
) -> None:
    propose_location(places[0], by=ana, question=places[0].question, place=LYON)
    page = browser.get(url(places[0]))
    assert "Accept and next" in page.text and "1 of 3" in page.text
    response = send(browser, places[0])
    assert response.headers["Location"] == url(places[1])
    site = Site.objects.get()
    assert (site.name, site.accuracy, site.confirmed_by) == ("Shop 1", "rooftop", ana)
    assert "Shop 1 is located." in browser.get(url(places[1])).text


@pytest.mark.parametrize(
    ("where", "latitude"),
    [
        ("48.8566, 2.3522", "48.856600"),
        ("8FQ6QR6M+28", "45.760063"),
        ("QR6M+28 Lyon", "45.760063"),
        ("QR6M+28", "45.760063"),
    ],
)
def test_coordinates_and_codes_are_typed_and_done(
    browser: Client, places: list[PendingSite], where: str, latitude: str
) -> None:
    assert send(browser, places[0], where=where).status_code == 302
    site = Site.objects.get()
    assert (str(site.latitude), site.location_source) == (latitude, "pin")


def test_a_name_brings_candidates_to_choose_from(browser: Client, places: list[PendingSite]) -> None:
    page = send(browser, places[0], where="Villeurbanne")
    assert "Which one is it?" in page.text and "Villeurbanne" in page.text
    assert not Site.objects.exists()
    chosen = geocoder().suggest("Villeurbanne", session="x", country="FR")[0]
    assert send(browser, places[0], where="Villeurbanne", place_id=chosen.place_id).status_code == 302
    site = Site.objects.get()
    assert (site.location_source, site.accuracy, site.provider) == ("search", "approximate", "gazetteer")


def test_with_nothing_typed_or_found_the_address_itself_is_looked_up(
    browser: Client, places: list[PendingSite]
) -> None:
    assert "Which one is it?" in send(browser, places[0]).text
    nowhere = send(browser, places[0], city="Nowhere at all")
    assert nowhere.status_code == 422 and "Nothing is found for this address" in nowhere.text


def test_name_and_address_are_corrected_on_the_way(browser: Client, places: list[PendingSite]) -> None:
    send(browser, places[0], where="45.76, 4.83", name="Shop One", line1="1b rue Mercière")
    site = Site.objects.get()
    assert (site.name, site.line1) == ("Shop One", "1b rue Mercière")


@pytest.mark.parametrize("data", [{"where": "91, 4"}, {"where": "qqqq"}, {"where": "45, 4", "country": ""}])
def test_what_cannot_be_understood_is_said_and_kept(
    browser: Client, places: list[PendingSite], data: dict[str, str]
) -> None:
    response = send(browser, places[0], **data)
    assert response.status_code == 422 and "field-error" in response.text
    assert not Site.objects.exists()


def test_a_place_changed_meanwhile_is_looked_at_again_and_what_was_typed_stays(
    browser: Client, ana: User, places: list[PendingSite]
) -> None:
    read = places[0].version
    propose_location(places[0], by=ana, question=places[0].question, place=LYON)
    response = send(browser, places[0], where="45, 4", name="Shop One", version=read)
    assert response.status_code == 422 and "Somebody else changed" in response.text
    assert not Site.objects.exists()
    shown = {name: value for name, value in response.context["form"].data.items() if name != "csrfmiddlewaretoken"}
    assert (shown["where"], shown["name"]) == ("45, 4", "Shop One")
    assert browser.post(url(places[0]), shown).status_code == 302
    assert (Site.objects.get().name, Site.objects.get().location_source) == ("Shop One", "pin")


def test_a_place_located_meanwhile_leads_to_the_next(
    browser: Client, ana: User, places: list[PendingSite], monkeypatch: pytest.MonkeyPatch
) -> None:
    is_valid = LocateForm.is_valid

    def somebody_is_quicker(form: LocateForm) -> bool:
        locate_pending(places[0], by=ana, latitude=44.0, longitude=4.0)
        return is_valid(form)

    monkeypatch.setattr(LocateForm, "is_valid", somebody_is_quicker)
    response = send(browser, places[0], where="45, 4")
    assert response.headers["Location"] == url(places[1])
    assert "Shop 1 has left the queue already." in browser.get(url(places[1])).text


@pytest.mark.parametrize("unseen", [{"version": "x"}, {"version": ""}, {"session": "x"}, {"place_id": "\x00"}])
def test_an_unseen_field_that_cannot_be_read_is_said_in_words(
    browser: Client, places: list[PendingSite], unseen: dict[str, str]
) -> None:
    response = send(browser, places[0], where="45, 4", **unseen)
    assert response.status_code == 422 and "Load the page again" in response.text
    assert not Site.objects.exists()


def test_name_and_address_take_every_text_whole_or_refuse_it_in_words(
    browser: Client, places: list[PendingSite]
) -> None:
    names = ("name", "line1", "line2", "city", "state")
    short = [text for text in HOSTILE if len(text) <= 60 and "\x00" not in text and clean(text).strip()][::8]
    for start in range(0, len(short), len(names)):
        typed = dict(zip(names, short[start:], strict=False))
        with transaction.atomic():
            response = send_encoded(browser, url(places[0]), {**ADDRESS, **typed, "version": places[0].version})
            assert response.status_code == 302, typed
            site = Site.objects.get()
            kept = {name: clean(received(text)).strip() for name, text in typed.items()}
            assert {name: getattr(site, name) for name in typed} == kept
            transaction.set_rollback(True)


@pytest.mark.feature("F057")
def test_without_the_address_service_coordinates_still_work(
    browser: Client, google: FakeGoogle, places: list[PendingSite]
) -> None:
    google.trouble = "OVER_DAILY_LIMIT"
    response = send(browser, places[0], where="rue Mercière")
    assert response.status_code == 422 and "The address service does not answer" in response.text
    assert send(browser, places[0], where="45.76, 4.83").status_code == 302


def test_refusing_with_a_reason_leads_to_the_next(browser: Client, places: list[PendingSite]) -> None:
    refuse = f"{url(places[0])}refuse/"
    assert browser.post(refuse, {"reason": " "}).status_code == 422
    response = browser.post(refuse, {"reason": "Closed", "next": url(places[1])})
    assert response.headers["Location"] == url(places[1])
    refused = browser.get(url(places[0]))
    assert "Refused by Ana Ruiz: Closed" in refused.text
    browser.post(f"{url(places[0])}restore/")
    assert PendingSite.objects.waiting().count() == 3


def test_the_last_place_leads_back_to_the_list(browser: Client, ana: User, places: list[PendingSite]) -> None:
    other = queue_site(CustomerFactory(), by=ana, name="Elsewhere", country="FR")
    response = browser.post(f"{url(other)}?customer={other.customer_id}", {
        "name": "Elsewhere", "country": "FR", "where": "45, 4", "version": other.version,
    })  # fmt: skip
    assert response.headers["Location"] == "/sites/to-locate/"
    assert "Elsewhere" not in browser.get("/sites/to-locate/").text.split("is located.")[-1]


def test_a_located_place_leads_to_its_site(browser: Client, places: list[PendingSite]) -> None:
    send(browser, places[0], where="45.76, 4.83")
    assert Site.objects.get().get_absolute_url() in browser.get(url(places[0])).text
    assert browser.post(url(places[0]), {}).headers["Location"] == url(places[1])


def test_who_may_only_look_is_offered_nothing_to_do(client: Client, places: list[PendingSite]) -> None:
    client.force_login(person("vic"))
    page = client.get(url(places[0]))
    assert page.status_code == 200 and "Refuse and next" not in page.text
    assert client.post(url(places[0]), {"where": "45, 4"}).status_code == 403
    assert client.post("/sites/to-locate/look-up/").status_code == 403
    assert "Look up" not in client.get("/sites/to-locate/").text


def test_all_addresses_are_looked_up_in_the_background(browser: Client, ana: User, places: list[PendingSite]) -> None:
    assert "Look up 3 addresses" in browser.get("/sites/to-locate/").text
    assert browser.post("/sites/to-locate/look-up/").headers["Location"] == "/sites/to-locate/"
    job = BackgroundJob.objects.get()
    assert "Waiting for a worker" in browser.get("/sites/to-locate/").text
    assert look_up(Silent(), **job.arguments) == "3 addresses were looked up; 3 places were found."
    assert {place.accuracy for place in PendingSite.objects.all()} == {"approximate"}
    assert PendingSite.objects.first().history.latest().change_set.verb == "look_up_places"


def test_an_address_is_paid_for_once(ana: User, google: FakeGoogle, places: list[PendingSite]) -> None:
    for _ in range(2):
        memory.clear()
        LookUp(geocoder(), by=ana).run(PendingSite.objects.all(), Silent())
    assert len(google.asked) == 3


class Failing:
    """An address service that knows the first address and then is away."""

    name = "failing"

    def __init__(self) -> None:
        self.asked = 0

    def geocode(self, address: Address, *, language: str = "") -> list[Place]:
        self.asked += 1
        if self.asked > 1:
            raise TryLater("away")
        return [LYON]


def test_a_run_leaves_off_when_the_service_is_away(ana: User, chain: Customer, places: list[PendingSite]) -> None:
    for n in range(4, 7):
        queue_site(chain, by=ana, name=f"Shop {n}", city="Lyon", country="FR")
    service: Any = Failing()
    said = LookUp(service, by=ana).run(PendingSite.objects.all(), Silent())
    assert said == (
        "1 address was looked up; 1 place was found. The address service does not answer now; go on later. "
        "5 addresses are left to look up."
    )
    assert service.asked == 4


def test_the_queue_is_found_by_name_address_and_customer(browser: Client, ana: User, places: list[PendingSite]) -> None:
    queue_site(CustomerFactory(name="Other"), by=ana, name="Café", city="Nîmes", country="FR")
    assert "Café" in browser.get("/sites/to-locate/?q=nimes other").text
    assert "Shop 1" not in browser.get("/sites/to-locate/?q=nimes other").text
    assert "Café" not in browser.get(f"/sites/to-locate/?customer={places[0].customer_id}").text


def test_many_are_refused_at_once(browser: Client, places: list[PendingSite]) -> None:
    data = {"pk": [place.pk for place in places[:2]], "confirm": "1", "seen": "2", "reason": "Twice in the file"}
    browser.post("/sites/to-locate/bulk/refuse/", data)
    assert PendingSite.objects.waiting().count() == 1

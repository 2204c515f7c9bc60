"""Google's coordinates that nobody confirmed are renewed or given back in time."""

import io
from datetime import timedelta
from decimal import Decimal
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from sites.actions import confirm_location, move_pin, propose_location, queue_site
from sites.actions.refresh import LOCK, refresh_locations
from sites.geocoders import Place
from sites.geocoders.memory import memory
from sites.models import PendingSite, Site
from sites.tasks import refresh_google_locations
from staff.models import User
from tests.factories import CustomerFactory, SiteFactory
from tests.fakes.google import FakeGoogle

pytestmark = pytest.mark.django_db
OLD = {"latitude": Decimal("45.000000"), "longitude": Decimal("4.000000"), "provider": "google", "country": "FR"}
HERE = (Decimal("45.762500"), Decimal("4.834100"))  # what the fake says of fr-house now
LYON = Decimal("45.749060")  # the town's centre in the gazetteer


def after(days: float) -> Any:
    """So many days later; what was done until then has been committed, because history is rewritten."""
    connection.check_constraints()
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=True)


def site(**values: Any) -> Site:
    return SiteFactory(**{**OLD, "provider_place_id": "fr-house", **values})


def run() -> str:
    said = io.StringIO()
    call_command("refresh_locations", stdout=said)
    return said.getvalue().strip()


def test_a_location_is_renewed_before_its_time_is_up(google: FakeGoogle) -> None:
    site()
    with after(24.9):
        assert run().startswith("0 locations renewed")
    with after(25.1):
        assert run() == (
            "1 locations renewed, 0 replaced by their town, 0 proposals forgotten, 0 left for the next run, "
            "0 earlier versions without their coordinates."
        )
        assert run().startswith("0 locations renewed")  # safe to repeat
        fresh = Site.objects.get()
        assert timezone.now() - fresh.located_at < timedelta(minutes=5)
    assert ((fresh.latitude, fresh.longitude), fresh.accuracy, fresh.provider) == (HERE, "rooftop", "google")
    assert fresh.history.latest().change_set.actor_name == "refresh of locations"
    assert len(google.asked) == 1


@pytest.mark.parametrize("values", [{"provider": ""}, {"provider": "gazetteer"}, {"confirmed": True}])
def test_what_is_not_google_s_or_confirmed_stays(google: FakeGoogle, values: dict[str, Any]) -> None:
    site(**values)
    with after(400):
        run()
    assert (Site.objects.get().latitude, google.asked) == (OLD["latitude"], [])


def test_confirming_in_time_keeps_the_coordinates(google: FakeGoogle, ana: User) -> None:
    confirm_location(site(), by=ana)
    with after(31):
        assert refresh_locations().renewed == 0


@pytest.mark.parametrize("trouble", ["OVER_DAILY_LIMIT", "REQUEST_DENIED", 500, "nonsense"])
def test_while_google_does_not_answer_a_location_stays_until_its_time_is_up(
    google: FakeGoogle, trouble: str | int
) -> None:
    site(city="Lyon")
    google.trouble = trouble
    with after(26):
        assert refresh_locations().left == 1
    assert Site.objects.get().latitude == OLD["latitude"]
    memory.clear()
    with after(30.1):
        assert refresh_locations().replaced == 1
    blanked = Site.objects.get()
    assert (blanked.latitude, blanked.accuracy, blanked.provider) == (LYON, "approximate", "gazetteer")
    assert blanked.to_confirm


def test_a_place_google_has_no_more_is_put_to_its_town_at_once(google: FakeGoogle) -> None:
    site(city="Lyon", provider_place_id="gone")
    with after(26):
        assert refresh_locations().replaced == 1
    assert Site.objects.get().latitude == LYON


def test_without_google_its_coordinates_are_given_back(settings: Any) -> None:
    settings.GEOCODER = "sites.geocoders.offline.OfflineGeocoder"
    site(city="A hamlet nobody lists")
    with after(29):
        assert refresh_locations().left == 1
    with after(31):
        assert refresh_google_locations() == 1
    assert Site.objects.get().provider_place_id  # the greatest town of the country


def test_an_archived_site_is_no_exception(google: FakeGoogle) -> None:
    site(archived=True)
    with after(26):
        assert refresh_locations().renewed == 1


def test_old_proposals_are_forgotten_and_may_be_asked_for_again(ana: User) -> None:
    pending = queue_site(CustomerFactory(), by=ana, name="Shop", city="Lyon", country="FR")
    place = Place(Decimal("45.000000"), Decimal("4.000000"), "rooftop", "google", "fr-house")
    propose_location(pending, by=ana, question=pending.question, place=place)
    with after(24):
        assert refresh_locations().forgotten == 0
    with after(26):
        assert refresh_locations().forgotten == 1
    assert PendingSite.objects.unasked().get().latitude is None


def latitudes(model: type[Site] | type[PendingSite]) -> list[Any]:
    """Of every version that history keeps, the oldest first."""
    return list(model.history.order_by("history_id").values_list("latitude", flat=True))


def test_history_gives_back_what_it_kept_of_renewed_coordinates(google: FakeGoogle) -> None:
    site()
    with after(26):
        assert refresh_locations().erased == 0
        assert latitudes(Site) == [OLD["latitude"], HERE[0]]
    with after(30.1):
        assert refresh_locations().erased == 1
        assert latitudes(Site) == [HERE[0], HERE[0]]
        assert refresh_locations().erased == 0  # safe to repeat
    google.trouble = "REQUEST_DENIED"
    with after(57):
        assert refresh_locations().replaced == 1  # the first version's coordinates are of the 26th day
        assert HERE[0] not in latitudes(Site)
    assert [each.history_type for each in Site.history.order_by("history_id")] == ["+", "~", "~"]


def test_history_keeps_what_a_person_said_and_what_was_never_google_s(google: FakeGoogle, ana: User) -> None:
    typed, seen = site(provider=""), site()
    confirm_location(seen, by=ana)
    for each in (typed, seen):
        move_pin(each, by=ana, latitude=46, longitude=5)
    with after(31):
        assert refresh_locations().erased == 1  # before anybody had looked
    kept = Site.history.filter(id=seen.pk).order_by("history_id").values_list("latitude", flat=True)
    assert list(kept) == [Decimal(46), OLD["latitude"], Decimal(46)]
    assert Site.history.filter(id=typed.pk, latitude=OLD["latitude"]).exists()


def test_history_gives_back_proposals(ana: User) -> None:
    pending = queue_site(CustomerFactory(), by=ana, name="Shop", city="Lyon", country="FR")
    place = Place(Decimal("45.000000"), Decimal("4.000000"), "rooftop", "google", "fr-house")
    propose_location(pending, by=ana, question=pending.question, place=place)
    with after(31):
        assert refresh_locations().erased == 1
    assert latitudes(PendingSite) == [None, None, None]


@pytest.mark.django_db(transaction=True)
def test_a_second_run_at_the_same_time_leaves_at_once(google: FakeGoogle) -> None:
    site()
    said: list[str] = []

    def other() -> None:
        said.append(run())
        connection.close()

    with connection.cursor() as cursor, after(26):
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", LOCK)
        thread = Thread(target=other)
        thread.start()
        thread.join()
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", LOCK)
    assert (said, google.asked) == (["Another run is at work."], [])

import datetime as dt

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from crm.changes.models import ChangeSet
from crm.pages.marks import full_moment
from staff.middleware import PreferencesMiddleware
from staff.models import User

PAGE = "/me/"


def choose(client: Client, **values: str) -> None:
    answer = client.post(PAGE, {"language": "", "time_zone": "", "theme": "auto"} | values)
    assert answer.status_code == 302


def test_without_a_forced_theme_the_system_decides(ana_client: Client) -> None:
    assert "data-bs-theme" not in ana_client.get(PAGE).content.decode()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_forced_theme_is_in_the_first_byte_of_the_page(ana_client: Client, theme: str) -> None:
    ana_client.post("/me/theme/", {"theme": theme, "next": PAGE})
    assert f'data-bs-theme="{theme}"' in ana_client.get(PAGE).content.decode()


def test_unknown_theme_changes_nothing(ana: User, ana_client: Client) -> None:
    ana_client.post("/me/theme/", {"theme": "neon"})
    ana.refresh_from_db()
    assert ana.theme == "auto"


def test_theme_is_not_changed_by_following_a_link(ana_client: Client) -> None:
    assert ana_client.get("/me/theme/?theme=dark").status_code == 405


def test_language_of_a_person_rules_their_pages(ana: User, ana_client: Client) -> None:
    ana_client.post("/me/language/", {"language": "fr", "next": PAGE})
    ana.refresh_from_db()
    assert ana.language == "fr"
    answer = ana_client.get(PAGE, HTTP_ACCEPT_LANGUAGE="es")
    assert answer.headers["Content-Language"] == "fr"
    assert '<html lang="fr"' in answer.content.decode()


def test_language_can_be_chosen_before_signing_in(db: None) -> None:
    client = Client()
    assert client.post("/me/language/", {"language": "es", "next": "/accounts/login/"}).status_code == 302
    assert '<html lang="es"' in client.get("/accounts/login/").content.decode()


def test_unknown_language_changes_nothing(ana: User, ana_client: Client) -> None:
    ana_client.post("/me/language/", {"language": "xx"})
    ana.refresh_from_db()
    assert ana.language == ""


@pytest.mark.parametrize("address", ["/me/language/", "/me/theme/"])
def test_menus_never_lead_to_another_site(ana_client: Client, address: str) -> None:
    answer = ana_client.post(address, {"language": "fr", "theme": "dark", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_one_persons_language_does_not_reach_the_next_request(ana_client: Client) -> None:
    ana_client.post("/me/language/", {"language": "fr"})
    ana_client.get(PAGE)
    assert '<html lang="en"' in Client().get("/accounts/login/").content.decode()


def test_times_are_shown_in_the_persons_zone(ana: User, ana_client: Client) -> None:
    choose(ana_client, time_zone="Asia/Tokyo")
    request = RequestFactory().get(PAGE)
    request.user = User.objects.get(pk=ana.pk)
    noon = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
    shown = PreferencesMiddleware(lambda _: HttpResponse(full_moment(noon)))(request)
    assert "21:00" in shown.content.decode()
    assert timezone.get_current_timezone_name() == "Europe/Paris"


def test_made_up_time_zone_is_refused_in_words(ana: User, ana_client: Client) -> None:
    answer = ana_client.post(PAGE, {"language": "", "time_zone": "Moon/Base", "theme": "auto"})
    assert answer.status_code == 422
    assert "Select a valid choice" in answer.content.decode()
    ana.refresh_from_db()
    assert ana.time_zone == ""


def test_preferences_leave_a_trace_in_history(ana: User, ana_client: Client) -> None:
    choose(ana_client, theme="dark")
    assert ChangeSet.objects.latest("pk").verb == "change_user"
    assert ana.history.latest("history_id").theme == "dark"


def test_preferences_ask_for_sign_in(db: None) -> None:
    assert Client().get(PAGE).headers["Location"].startswith("/accounts/login/")

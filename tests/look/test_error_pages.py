import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from crm.failures import broken as broken_page
from crm.urls import handler500 as site_handler
from crm.urls import urlpatterns as site_patterns


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret detail")


def lost(request: HttpRequest) -> HttpResponse:
    raise OperationalError("no route to secret.example")


def impatient(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)")
    raise AssertionError


handler500 = site_handler
urlpatterns = [
    *site_patterns,
    path("forbidden/", forbidden),
    path("broken/", broken),
    path("lost/", lost),
    path("impatient/", impatient),
]


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500", "503"])
def test_error_page_is_drawn_without_person_database_or_context(name: str) -> None:
    page = render_to_string(f"{name}.html")
    assert page.startswith("<!doctype html>")
    assert "app.css" in page
    assert page.count("<h1>") == 1


def test_request_for_another_host_is_refused_in_words(client: Client) -> None:
    """It is refused before anybody looks who is asking."""
    answer = client.get("/customers/", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "<h1>" in answer.content.decode()


def test_unknown_address_is_answered_in_words_with_a_search_box(ana_client: Client) -> None:
    answer = ana_client.get("/nothing/here/")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()
    assert 'action="/search/"' in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_refusal_says_what_to_do(ana_client: Client) -> None:
    answer = ana_client.get("/forbidden/")
    assert answer.status_code == 403
    assert "ask an administrator" in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_broken_page_tells_no_detail(ana_client: Client) -> None:
    ana_client.raise_request_exception = False
    answer = ana_client.get("/broken/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
    assert "secret" not in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_database_that_is_away_is_told_as_such(ana_client: Client) -> None:
    """And a single statement that fails is an error of ours like others."""
    ana_client.raise_request_exception = False
    answer = ana_client.get("/lost/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "cannot reach its data" in answer.content.decode()
    assert "secret" not in answer.content.decode()
    assert ana_client.get("/impatient/").status_code == 500


def test_page_of_an_error_needs_no_database_and_no_manifest_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own failing would leave a bare line of the web server."""
    empty = ManifestStaticFilesStorage()
    empty.hashed_files = {}
    empty.manifest_strict = True
    monkeypatch.setattr(settings, "DEBUG", False)
    with pytest.raises(ValueError, match="manifest"):
        empty.url("app.css")
    monkeypatch.setattr("django.contrib.staticfiles.storage.staticfiles_storage", empty)
    answer = broken_page(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "/static/app.css" in answer.content.decode()


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
def test_too_many_attempts_to_sign_in_are_answered_in_words(db: None) -> None:
    cache.clear()
    client = Client()
    for number in range(40):
        answer = client.post("/accounts/login/", {"login": f"p{number}@example.com", "password": "wrong"})
    cache.clear()
    assert answer.status_code == 429
    assert "too often in a short time" in answer.content.decode()


def test_form_without_token_is_refused_in_words(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.com"})
    assert answer.status_code == 403
    assert "This form can no longer be sent" in answer.content.decode()


def test_address_that_only_takes_a_form_says_so(ana_client: Client) -> None:
    answer = ana_client.get("/customers/bulk/archive/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "This address only takes a form" in answer.content.decode()


@pytest.mark.parametrize(
    ("referer", "back"),
    [("http://testserver/customers/?q=lyon", "/customers/%3Fq%3Dlyon"), ("http://elsewhere.example/x", "/"), ("", "/")],
)
def test_after_signing_in_a_form_alone_leads_back_to_where_it_stood(db: None, referer: str, back: str) -> None:
    answer = Client().post("/customers/bulk/archive/", {"pk": "1"}, headers={"Referer": referer} if referer else {})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/accounts/login/?next={back}")

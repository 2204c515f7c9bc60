import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.views.defaults import server_error

from crm.urls import urlpatterns as site_patterns


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret detail")


urlpatterns = [*site_patterns, path("forbidden/", forbidden), path("broken/", broken)]


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
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


def test_server_error_view_needs_no_database() -> None:
    assert server_error(RequestFactory().get("/")).status_code == 500


def test_form_without_token_is_refused_in_words(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.com"})
    assert answer.status_code == 403
    assert "This form can no longer be sent" in answer.content.decode()

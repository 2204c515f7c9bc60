import pytest
from django.test import Client

from staff.models import User
from tests.look.conftest import PASSWORD


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/"])
def test_page_on_the_way_in_has_our_frame(db: None, address: str) -> None:
    page = Client().get(address).content.decode()
    assert 'class="entrance-card"' in page
    assert "Sign Up" not in page


@pytest.mark.parametrize("address", ["/accounts/password/change/", "/accounts/2fa/"])
def test_page_about_the_account_stands_in_the_shell(ana_client: Client, address: str) -> None:
    page = ana_client.get(address).content.decode()
    assert 'class="shell-nav"' in page
    assert f'href="{address}" aria-current="page"' in page


def test_person_signs_in_and_out(ana: User) -> None:
    client = Client()
    signed_in = client.post("/accounts/login/", {"login": "ANA@example.com", "password": PASSWORD})
    assert signed_in.headers["Location"] == "/"
    assert client.get("/me/").status_code == 200
    signed_out = client.post("/accounts/logout/", {"next": ["/me/", "/accounts/login/"]})  # as the menu sends it
    assert signed_out.headers["Location"] == "/accounts/login/"
    assert client.get("/me/").status_code == 302


def test_wrong_password_is_told_beside_a_summary(ana: User) -> None:
    answer = Client().post("/accounts/login/", {"login": "ana@example.com", "password": "wrong"})
    assert "data-error-summary" in answer.content.decode()


def test_account_pages_keep_the_strict_content_policy(db: None) -> None:
    policy = Client().get("/accounts/login/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("address", ["http://[::1", "http://a b", "//example.com", "javascript:alert(1)"])
def test_sign_in_never_goes_on_to_what_is_no_page_of_ours(ana: User, address: str) -> None:
    client = Client()
    assert client.get("/accounts/login/", {"next": address}).status_code == 200
    answer = client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD, "next": address})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")

"""Guessing passwords is slowed down, by all processes together, and locks nobody out."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from socket import socket
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from crm.env import BASE_DIR
from staff.actions import set_password
from staff.models import User
from staff.tasks import forget_attempts
from tests.factories import TESTS, person
from tests.workers import database_url

PASSWORD = "a path along the canal"
ALLOWED = 5  # wrong passwords for one account from one address
OFFICE, ELSEWHERE = "203.0.113.7", "198.51.100.20"

Start = Callable[[], int]


@pytest.fixture
def ana(db: None) -> User:
    return set_password(person("ana"), by=TESTS, password=PASSWORD)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Start]:
    """Start a web server of one process on the test database; answers its port."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> int:
        with socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        database = settings.DATABASES["default"] | {"NAME": connection.settings_dict["NAME"]}
        environment = {**os.environ, "DATABASE_URL": database_url(database), "DEBUG": "true", "PORT": str(port)}
        command = [sys.executable, "-m", "gunicorn", "crm.wsgi", "--workers", "1"]
        with (tmp_path / f"server-{len(started)}.log").open("wb") as log:
            started.append(subprocess.Popen(command, cwd=BASE_DIR, env=environment, stdout=log, stderr=log))
        wait_for(port)
        return port

    yield start
    for process in started:
        process.terminate()
        process.wait(timeout=30)


def wait_for(port: int) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as asked:
                return asked.request("GET", "/healthz")
        except OSError:
            assert time.monotonic() < end, "the web server did not start"
            time.sleep(0.1)


def sign_in(port: int, password: str, address: str) -> tuple[int, str]:
    """What somebody is answered who signs in as Ana: status and page."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as server:
        server.request("GET", "/accounts/login/")
        answer = server.getresponse()
        answer.read()
        token = answer.headers["Set-Cookie"].partition("csrf=")[2].partition(";")[0]
        form = urlencode({"login": "ana@example.com", "password": password, "csrfmiddlewaretoken": token})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"csrf={token}",
            "X-Forwarded-For": f"192.0.2.{port % 200}, {address}",  # what the visitor wrote, what our proxy added
        }
        server.request("POST", "/accounts/login/", form, headers)
        answer = server.getresponse()
        return answer.status, answer.read().decode()


@pytest.mark.django_db(transaction=True)
def test_wrong_passwords_count_for_all_processes_and_across_a_restart(ana: User, server: Start) -> None:
    cache.clear()
    first, second = server(), server()
    for number in range(ALLOWED):
        status, page = sign_in((first, second)[number % 2], "wrong", OFFICE)
        assert status == 200 and "are not correct" in page
    for port in (first, second, server()):
        status, page = sign_in(port, PASSWORD, OFFICE)
        assert status == 429 and "too often in a short time" in page
    assert sign_in(first, PASSWORD, ELSEWHERE)[0] == 302
    cache.clear()


def post(address: str, password: str, login: str = "ana@example.com") -> int:
    sent = {"login": login, "password": password}
    return Client().post("/accounts/login/", sent, headers={"x-forwarded-for": address}).status_code


def test_who_guesses_an_account_locks_out_nobody_but_themselves(ana: User) -> None:
    assert [post(OFFICE, "wrong") for _ in range(ALLOWED + 1)] == [200] * ALLOWED + [429]
    assert post(OFFICE, PASSWORD) == 429
    assert post(ELSEWHERE, PASSWORD) == 302


def test_right_passwords_of_a_whole_office_are_not_too_many(ana: User) -> None:
    assert {post(OFFICE, PASSWORD) for _ in range(25)} == {302}


def test_what_is_no_longer_counted_is_forgotten_at_night(db: None) -> None:
    cache.clear()
    cache.set("over", 1, 60)
    cache.set("counted", 2, 3600)
    with connection.cursor() as cursor:
        past = timezone.now() - timedelta(seconds=1)
        cursor.execute("UPDATE shared_cache SET expires = %s WHERE cache_key LIKE %s", [past, "%over"])
    assert forget_attempts() == 1
    assert cache.get("counted") == 2


def test_page_of_somebody_signed_in_asks_no_cache(ana: User, client: Client) -> None:
    client.force_login(ana)
    client.get("/customers/")
    with connection.execute_wrapper(no_cache):
        assert client.get("/customers/").status_code == 200


def no_cache(execute: Callable[..., object], sql: str, *rest: object) -> object:
    assert "shared_cache" not in sql
    return execute(sql, *rest)

"""The database which `make run` and `make test` bring with them, started for real."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from crm.embedded import DATABASE, USER, EmbeddedError, EmbeddedPostgres, programs


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A folder that every user may enter, as most checkouts are; pytest's own are closed."""
    folder = Path(tempfile.mkdtemp(prefix="checkout-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def ask(server: EmbeddedPostgres, query: str) -> str:
    with psycopg.connect(host=str(server.socket_folder), user=USER, dbname=DATABASE) as connection:
        answer = connection.execute(query)
        row = answer.fetchone() if answer.description else None
    return str(row[0]) if row else ""


def server_pid(server: EmbeddedPostgres) -> int:
    return int(next(server.home.glob("data-*/postmaster.pid")).read_text().split()[0])


def test_server_keeps_its_data_from_one_start_to_the_next(checkout: Path) -> None:
    server = EmbeddedPostgres(checkout / ".local" / "postgres")
    with server.held():
        ask(server, "CREATE TABLE kept AS SELECT 'São Paulo' AS city")
        assert ask(server, "SHOW fsync") == "on"
        assert ask(server, "SHOW listen_addresses") == ""
    with server.held():
        assert ask(server, "SELECT lower('ÉÀ') || city FROM kept") == "éàSão Paulo"


def test_last_holder_stops_the_server(checkout: Path) -> None:
    first = EmbeddedPostgres(checkout / ".local" / "postgres", durable=False)
    second = EmbeddedPostgres(checkout / ".local" / "postgres", durable=False)
    with first.held():
        with second.held():
            assert ask(second, "SHOW fsync") == "off"
        assert ask(first, "SELECT 1") == "1"
    with pytest.raises(psycopg.OperationalError):
        ask(first, "SELECT 1")


def test_killed_server_starts_again_although_its_number_was_given_to_another(checkout: Path) -> None:
    server = EmbeddedPostgres(checkout / ".local" / "postgres", durable=False)
    with server.held():
        os.kill(server_pid(server), signal.SIGKILL)
        time.sleep(0.5)
        pid_file = next(server.home.glob("data-*/postmaster.pid"))
        with subprocess.Popen(["sleep", "60"]) as bystander:
            pid_file.write_text(pid_file.read_text().replace(str(server_pid(server)), str(bystander.pid), 1))
            with server.held():
                assert ask(server, "SELECT 1") == "1"
            assert bystander.poll() is None
            bystander.kill()


def test_socket_moves_out_of_a_path_too_long_for_it(checkout: Path) -> None:
    deep = checkout / ("a" * 90)
    deep.mkdir()
    server = EmbeddedPostgres(deep / ".local" / "postgres", durable=False)
    with server.held():
        assert ask(server, "SELECT 1") == "1"
        assert server.socket_folder.stat().st_mode & 0o077 == 0
    shutil.rmtree(server.socket_folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user to run the server")
def test_root_in_a_closed_folder_finds_another_place(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / ".local" / "postgres", durable=False)
    assert not server.home.is_relative_to(tmp_path)
    with server.held():
        assert ask(server, "SELECT 1") == "1"
    shutil.rmtree(server.home)


def test_failure_tells_what_the_program_said(checkout: Path) -> None:
    with pytest.raises(EmbeddedError, match=r"failed in pg_ctl: .*/nowhere"):
        programs.run("pg_ctl", "status", f"--pgdata={checkout}/nowhere", home=checkout)

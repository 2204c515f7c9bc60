"""Real background workers on the test database; a plugin of the suite."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from crm.env import BASE_DIR


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Start workers on the test database that believe each other dead after two seconds."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        database = settings.DATABASES["default"] | {"NAME": connection.settings_dict["NAME"]}
        environment = {**os.environ, "DATABASE_URL": database_url(database), "DEBUG": "true"}
        command = [sys.executable, "manage.py", "run_worker", "--heartbeat", "0.5", "--lost-after", "2"]
        with (tmp_path / f"worker-{len(started)}.log").open("wb") as log:
            started.append(subprocess.Popen(command, cwd=BASE_DIR, env=environment, stdout=log, stderr=log))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def database_url(database: dict[str, Any]) -> str:
    host, port = database.get("HOST") or "", database.get("PORT") or ""
    login = f"{database.get('USER', '')}:{database.get('PASSWORD', '')}"
    if host.startswith("/"):
        return f"postgres://{login}@{host.replace('/', '%2F')}/{database['NAME']}"
    return f"postgres://{login}@{host}:{port}/{database['NAME']}"

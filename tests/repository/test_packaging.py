"""Rules about what the project is built from."""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from packaging.requirements import Requirement

from crm.env import BASE_DIR

LOCKS = {
    "requirements.lock": ["project"],
    "requirements-dev.lock": ["project", "dev"],
    "requirements-embedded.lock": ["embedded"],
    "requirements-build.lock": ["build"],
}
PROMISED = {
    "django",
    "django-filter",
    "django-simple-history",
    "django-tables2",
    "googlemaps",
    "mailjet-rest",
    "openlocationcode",
    "psycopg",
    "pytest-django",
}


def project() -> dict[str, Any]:
    return tomllib.loads((BASE_DIR / "pyproject.toml").read_text())


def declared(group: str) -> list[Requirement]:
    lists = project()
    lines = lists["project"]["dependencies"] if group == "project" else lists["dependency-groups"][group]
    return [Requirement(line) for line in lines]


def entries(lock: str) -> Iterator[str]:
    """The requirements of a lock file, each with its hashes on one line."""
    text = re.sub(r"\\\n\s*", "", (BASE_DIR / lock).read_text())
    return (line for line in text.splitlines() if line and not line.startswith("#"))


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_file_pins_and_hashes_every_package(lock: str) -> None:
    for entry in entries(lock):
        assert re.fullmatch(r"[a-z0-9._-]+==[\w.]+( ; [^-]+)?( --hash=sha256:[0-9a-f]{64})+", entry), entry[:80]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_file_holds_what_is_declared(lock: str) -> None:
    locked = dict(entry.split(" ")[0].split("==") for entry in entries(lock))
    for requirement in (item for group in LOCKS[lock] for item in declared(group)):
        assert requirement.name in locked, f"run `make lock`: {requirement.name} is missing"
        assert requirement.specifier.contains(locked[requirement.name]), f"run `make lock`: {requirement}"


@pytest.mark.parametrize("lock", [*LOCKS, "package-lock.json"])
def test_lock_file_names_no_registry(lock: str) -> None:
    text = (BASE_DIR / lock).read_text()
    assert not re.search(r'index-url|find-links|"resolved"|registry\.|\.org/simple|file:', text)


def test_browser_packages_are_locked_with_hashes() -> None:
    packages = json.loads((BASE_DIR / "package-lock.json").read_text())["packages"]
    assert all("integrity" in package for name, package in packages.items() if name)


def test_every_dependency_says_what_it_is_for() -> None:
    text = (BASE_DIR / "pyproject.toml").read_text()
    lines = [line for line in text.splitlines() if re.match(r'    "[\w.-]+(\[[\w,]+\])?[~=<>]=', line)]
    assert len(lines) == sum(len(declared(group)) for group in ["project", *project()["dependency-groups"]])
    assert [line for line in lines if not re.search(r'",  # \w.{8,}', line)] == []


def test_promised_packages_are_there() -> None:
    names = {requirement.name for group in ("project", "dev") for requirement in declared(group)}
    assert names >= PROMISED
    assert str(next(item for item in declared("project") if item.name == "googlemaps").specifier) == "==4.10.0"


def test_example_environment_lists_exactly_what_is_read() -> None:
    read = set(re.findall(r'env(?:\.\w+\(|, )"([A-Z_]+)"', (BASE_DIR / "crm" / "env.py").read_text()))
    listed = re.findall(r"^([A-Z_]+)=", (BASE_DIR / ".env.example").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(read)


def test_continuous_integration_runs_the_one_command() -> None:
    lines = (BASE_DIR / ".ci" / "run").read_text().splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == ["exec make test"]

"""The environment, read once and typed; `.env.example` describes every variable."""

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from environs import Env

from crm.embedded import DATABASE, USER, EmbeddedPostgres

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL = BASE_DIR / ".local"
TESTING = "pytest" in sys.modules
EMBEDDED = EmbeddedPostgres(LOCAL / ("postgres-tests" if TESTING else "postgres"), durable=not TESTING)


@dataclass(frozen=True, slots=True)
class Environment:
    """What the installation decides; everything else is code."""

    debug: bool
    secret_key: str
    allowed_hosts: list[str]
    database: dict[str, Any]
    database_replica: dict[str, Any] | None
    default_country: str
    default_language: str
    default_currency: str
    time_zone: str
    google_maps_api_key: str
    google_maps_base_url: str
    google_places_base_url: str
    map_tile_url: str
    map_tile_attribution: str
    mailjet_api_key: str
    mailjet_api_secret: str
    mailjet_base_url: str
    mailjet_webhook_user: str
    mailjet_webhook_password: str
    email: dict[str, Any]
    port: int
    trusted_proxies: int


def read_environment() -> Environment:
    """Read `.env` and the process environment.

    Raises `environs.EnvError` naming the variable whose value is missing or cannot be used.
    """
    env = _variables()
    debug = env.bool("DEBUG", False)
    return Environment(
        debug=debug,
        secret_key=env.str("SECRET_KEY"),
        allowed_hosts=env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1"] if debug else []),
        database=_database(env, "DATABASE_URL") or embedded_database(),
        database_replica=_database(env, "DATABASE_REPLICA_URL"),
        default_country=env.str("DEFAULT_COUNTRY", "FR"),
        default_language=env.str("DEFAULT_LANGUAGE", "en"),
        default_currency=env.str("DEFAULT_CURRENCY", "EUR"),
        time_zone=env.str("TIME_ZONE", "Europe/Paris"),
        google_maps_api_key=env.str("GOOGLE_MAPS_API_KEY", ""),
        google_maps_base_url=env.str("GOOGLE_MAPS_BASE_URL", "https://maps.googleapis.com"),
        google_places_base_url=env.str("GOOGLE_PLACES_BASE_URL", "https://places.googleapis.com"),
        map_tile_url=env.str("MAP_TILE_URL", ""),
        map_tile_attribution=env.str("MAP_TILE_ATTRIBUTION", ""),
        mailjet_api_key=env.str("MAILJET_API_KEY", ""),
        mailjet_api_secret=env.str("MAILJET_API_SECRET", ""),
        mailjet_base_url=env.str("MAILJET_BASE_URL", "https://api.mailjet.com"),
        mailjet_webhook_user=env.str("MAILJET_WEBHOOK_USER", ""),
        mailjet_webhook_password=env.str("MAILJET_WEBHOOK_PASSWORD", ""),
        email=env.dj_email_url("EMAIL_URL", "console:"),
        port=env.int("PORT", 8000),
        trusted_proxies=env.int("TRUSTED_PROXIES", 1),
    )


def database_server() -> AbstractContextManager[None]:
    """Run the database during the block where it is ours to run: where `DATABASE_URL` names no server."""
    return nullcontext() if _variables().str("DATABASE_URL", "") else EMBEDDED.held()


def embedded_database() -> dict[str, Any]:
    """The development database under `.local/`, reached through its socket."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": USER,
        "HOST": str(EMBEDDED.socket_folder),
    }


def _variables() -> Env:
    """The process environment, then `.env`; without a secret from either, what `make run` wrote for development."""
    env = Env()
    env.read_env(str(BASE_DIR / ".env"), recurse=False)
    if "SECRET_KEY" not in os.environ:
        env.read_env(str(LOCAL / "development.env"), recurse=False)
    return env


def _database(env: Env, name: str) -> dict[str, Any] | None:
    url = env.str(name, "")
    if not url:
        return None
    parsed: dict[str, Any] = env.dj_db_url(name)
    return parsed

"""The databases measured on, one a size, made on first use."""

import os
import secrets
import subprocess
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

from crm.env import embedded_database
from tools.steps import PYTHON, ROOT, setting

CUSTOMERS = {"S": 10_000, "M": 100_000, "L": 1_000_000}


def server_url() -> str:
    """Where the database server is: `DATABASE_URL`, or the embedded one."""
    if url := setting("DATABASE_URL"):
        return url
    embedded = embedded_database()
    return f"postgres://{embedded['USER']}@{quote(embedded['HOST'], safe='')}/{embedded['NAME']}"


def size_url(server: str, size: str) -> str:
    """The database of a size, beside the installation's own."""
    parts = urlsplit(server)
    return urlunsplit(parts._replace(path=f"{parts.path}_bench_{size.lower()}"))


def environment(server: str, size: str, port: int) -> dict[str, str]:
    """What the site runs with while it is measured: as in production."""
    return {
        "DATABASE_URL": size_url(server, size),
        "DATABASE_REPLICA_URL": "",
        "DEBUG": "false",
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "PORT": str(port),
    }


def prepare(server: str, size: str, *, fresh: bool) -> None:
    """Create, migrate and fill the database of a size; a filled one is used again."""
    create(server, size, fresh=fresh)
    with psycopg.connect(size_url(server, size)) as connection:
        row = connection.execute("SELECT count(*) FROM (SELECT FROM customers_customer LIMIT 1) found").fetchone()
    if row == (0,):
        manage("generate_data", "--customers", str(CUSTOMERS[size]))


def create(server: str, size: str, *, fresh: bool) -> None:
    """Create and migrate a database; one that is there is used again."""
    name = urlsplit(size_url(server, size)).path.lstrip("/")
    with psycopg.connect(server, autocommit=True) as connection:
        if fresh:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')
    manage("migrate", "--no-input", "-v0")


def manage(*arguments: str) -> None:
    """Run a management command under the environment of this process."""
    subprocess.run([PYTHON, "manage.py", *arguments], cwd=ROOT, env=os.environ, check=True)

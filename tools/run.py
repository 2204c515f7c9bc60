"""`make run`: database, migrations, roles, demo world, then the site and its worker until Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

import psycopg
from environs import EnvError

from crm.embedded import EmbeddedError
from crm.env import database_server, read_environment
from tools.fill import DEMO
from tools.steps import PYTHON, ROOT, Failure, say, step

SECONDS_TO_START = 60
SECONDS_TO_STOP = 15


def main() -> int:
    """Run until a signal or until a part of it ends; 1 and a sentence when something fails."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        with database_server():
            check_database()
            said = fill_database()
            serve(said)
    except (EmbeddedError, EnvError, Failure) as failure:
        say(f"\n{failure}")
        return 1
    except KeyboardInterrupt:
        say("\nWaypoint has stopped.")
    return 0


def check_database() -> None:
    """Say in a sentence when the database named in DATABASE_URL does not answer."""
    database = read_environment().database
    try:
        psycopg.connect(
            host=database.get("HOST") or None,
            port=database.get("PORT") or None,
            user=database.get("USER") or None,
            password=database.get("PASSWORD") or None,
            dbname=database["NAME"],
            connect_timeout=10,
        ).close()
    except psycopg.OperationalError as error:
        raise Failure(f"The database cannot be reached: {str(error).strip()}\nIt is named by DATABASE_URL.") from None


def fill_database() -> str:
    """Tables, roles and, in an empty database, the demo world; answers what was said about it."""
    command = [PYTHON, "-m", "tools.fill"]
    output = step("Database", command, seconds=600, sorry="The database could not be filled.")
    return "\n".join(line.removeprefix(DEMO) for line in output.splitlines() if line.startswith(DEMO))


def serve(said: str) -> None:
    """The web server and the worker; when one of them ends, so does the other. `said` is how to sign in.

    Raises Failure when one ends by itself.
    """
    commands = {
        "web server": [PYTHON, "-m", "gunicorn", "crm.wsgi"],
        "background worker": [PYTHON, "manage.py", "run_worker"],
    }
    running = {name: subprocess.Popen(command, cwd=ROOT, start_new_session=True) for name, command in commands.items()}
    try:
        address = f"http://127.0.0.1:{read_environment().port}"
        _wait_for(f"{address}/accounts/login/", running)
        say("\n".join(["", f"Waypoint is ready: {address}", *([said] if said else []), "Ctrl-C stops it."]))
        while True:
            _refuse_ended(running)
            time.sleep(0.5)
    finally:
        _end(list(running.values()))


def _wait_for(address: str, running: dict[str, subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        _refuse_ended(running)
        try:
            with urllib.request.urlopen(address, timeout=10):  # noqa: S310 - our own loopback address
                return
        except urllib.error.HTTPError as error:
            raise Failure(f"The site answers {address} with an error {error.code}; the reason is above.") from None
        except OSError:
            time.sleep(0.1)
    raise Failure(f"The site did not answer within {SECONDS_TO_START} seconds.")


def _refuse_ended(running: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, process in running.items():
        if process.poll() is not None:
            raise Failure(f"The {name} ended by itself (exit {process.returncode}); the reason is above.")


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for process in processes:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _stop(number: int, frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C does not interrupt the stopping
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())

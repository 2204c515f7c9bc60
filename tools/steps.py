"""One step after the other, each said in a line, stopped in time, and explained in one sentence when it fails."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
LOGS = LOCAL / "logs"
VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")


class Failure(Exception):
    """A step failed; the text is a whole sentence for the person at the terminal."""


def say(text: str, end: str = "\n") -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}{end}")
    sys.stdout.flush()


def step(
    title: str,
    command: Sequence[str],
    *,
    seconds: int,
    sorry: str,
    env: Mapping[str, str] | None = None,
) -> str:
    """Run a command with its output in `.local/logs` and return that output.

    Raises Failure with `sorry` and what the command said last, when it fails or takes more than `seconds`.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / f"{re.sub(r'[^a-z]+', '-', title.lower())}.log"
    say(f"  {title} ", end="")
    started = time.monotonic()
    with path.open("w") as log:
        ended = _run(command, log.fileno(), seconds, {**os.environ, **(env or {})})
    took = time.monotonic() - started
    output = path.read_text(errors="replace")
    if ended == 0:
        say(f"({took:.0f} s)" if took >= 1 else "")
        return output
    say("failed")
    last = next((line for line in reversed(output.splitlines()) if line.strip()), "nothing").strip()
    reason = f"It took more than {seconds} seconds." if ended is None else f"It said: {last}"
    raise Failure(f"{sorry}\n{reason}\nAll of its output: {path.relative_to(ROOT)}")


def _run(command: Sequence[str], output: int, seconds: int, env: Mapping[str, str]) -> int | None:
    """The exit code, or None when time was up; the command's own children end with it."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def setting(name: str, default: str = "") -> str:
    """A variable of the process environment or of `.env`, before there is a library to read it."""
    if name in os.environ:
        return os.environ[name]
    path = ROOT / ".env"
    text = path.read_text() if path.exists() else ""
    found = re.findall(rf"^(?:export\s+)?{name}\s*=\s*(.*?)\s*$", text, re.MULTILINE)
    return found[-1].strip("'\"") if found else default

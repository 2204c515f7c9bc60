"""The web server as it runs in production, and what memory it takes."""

import os
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket

from tools.steps import PYTHON, ROOT

SECONDS_TO_START = 60


@contextmanager
def serving(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """gunicorn with the settings of gunicorn.conf.py, until the block ends."""
    with socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise SystemExit(f"Port {port} is taken: another server would be measured. Use --port.")
    process = subprocess.Popen([PYTHON, "-m", "gunicorn", "crm.wsgi"], cwd=ROOT, env=os.environ)
    try:
        _wait(process, f"http://127.0.0.1:{port}/healthz")
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def memory_of_workers(server: subprocess.Popen[bytes]) -> float:
    """Megabytes of server and workers: proportional set size, which counts a shared page once."""
    pids = [server.pid, *_children(server.pid)]
    return sum(_proportional(pid) for pid in pids) / 1024


def processor_seconds(server: subprocess.Popen[bytes]) -> float:
    """Processor time that the workers have used so far, which other work on the machine disturbs little."""
    return sum(processor_seconds_of(pid) for pid in _children(server.pid))


def processor_seconds_of(pid: int) -> float:
    """The same of one process; 0 where it runs on another machine, as a database may."""
    path = Path(f"/proc/{pid}/stat")
    if not path.exists():
        return 0
    fields = path.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _proportional(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    request = urllib.request.Request(url, headers={"X-Forwarded-Proto": "https"})
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(request, timeout=10).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The web server did not start; the reason is above.")

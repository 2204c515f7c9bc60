"""`make lock` and `make audit`: write the lock files, look for known vulnerabilities. Both need the network."""

import subprocess
import sys

from tools.steps import ROOT, VENV

COMPILE = [
    str(VENV / "bin" / "uv"),
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-annotate",
    "--custom-compile-command=make lock",
]
# Each file with its sources and the file whose versions it must agree with.
LOCKS: list[tuple[str, list[str]]] = [
    ("requirements.lock", ["pyproject.toml"]),
    ("requirements-dev.lock", ["pyproject.toml", "--group=dev", "--constraints=requirements.lock"]),
    ("requirements-embedded.lock", ["--group=pyproject.toml:embedded", "--constraints=requirements-dev.lock"]),
    ("requirements-build.lock", ["--group=pyproject.toml:build"]),
]


def lock(options: list[str]) -> int:
    """Write every lock file; `--upgrade` takes the newest versions that pyproject.toml allows."""
    for file, sources in LOCKS:
        if code := _call([*COMPILE, *options, f"--output-file={file}", *sources]):
            return code
    return _call(["npm", "install", "--package-lock-only", "--ignore-scripts"])


def audit() -> int:
    """Report known vulnerabilities in what is locked."""
    command = [str(VENV / "bin" / "pip-audit"), "--strict", "--disable-pip", "--require-hashes"]
    files = [f"--requirement={file}" for file, _ in LOCKS]
    return max(_call([*command, *files]), _call(["npm", "audit", "--package-lock-only"]))


def _call(command: list[str]) -> int:
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, timeout=600).returncode


if __name__ == "__main__":
    sys.exit(audit() if "--audit" in sys.argv else lock(sys.argv[1:]))

"""`make lint`, `make test`, `make format`: every check of the code, then every test."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tools.steps import LOCAL, ROOT, VENV, say

PRODUCTION = {  # what `check --deploy` looks at
    "DEBUG": "false",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "crm.example.org",
}
SECONDS = 600
JOBS = os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Check:
    """A command that prints what is wrong and exits with something else than 0."""

    title: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """What a check answered."""

    title: str
    code: int
    output: str


def checks() -> list[Check]:
    """Slowest first, so that two at a time end soon."""
    templates = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "templates").rglob("*.html"))]
    return [
        Check("types", ["mypy"]),
        Check("production settings", ["python", "manage.py", "check", "--deploy", "--fail-level=WARNING"], PRODUCTION),
        Check("migrations", ["python", "manage.py", "makemigrations", "--check", "--dry-run"], {"DEBUG": "true"}),
        Check("layers", ["lint-imports"]),
        Check("code", ["ruff", "check"]),
        Check("code format", ["ruff", "format", "--check"]),
        Check("template syntax", ["djade", "--target-version=5.2", "--check", *templates]),
        Check("template indentation", ["djhtml", "--tabwidth=2", "--check", *templates]),
    ]


def run(check: Check) -> Result:
    """Run one check and keep what it prints."""
    command = [str(VENV / "bin" / check.command[0]), *check.command[1:]]
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **check.env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
    )
    return Result(check.title, ended.returncode, ended.stdout)


def lint() -> list[str]:
    """Run every check, show those that fail, and return their titles."""
    failed = []
    with ThreadPoolExecutor(JOBS) as pool:
        for result in pool.map(run, checks()):
            say(f"  {result.title}: {'failed' if result.code else 'good'}")
            if result.code:
                failed.append(result.title)
                say(result.output)
    return failed


def write() -> int:
    """Write code and templates as the checks want them."""
    templates = [str(path) for path in (ROOT / "templates").rglob("*.html")]
    commands = [
        ["ruff", "check", "--fix", "--quiet"],
        ["ruff", "format", "--quiet"],
        ["djade", "--target-version=5.2", *templates],
        ["djhtml", "--tabwidth=2", *templates],
    ]
    for program, *arguments in commands:
        subprocess.run([str(VENV / "bin" / program), *arguments], cwd=ROOT)
    return 0


def test() -> int:
    """Every test, on all cores; pytest's closing line is the last that is printed.

    Handed out few at a time: the slowest come last, and one core had four minutes of them while the other had none.
    """
    options = [f"--numprocesses={JOBS}", "--maxschedchunk=4", "--create-db", "--quiet"]
    return subprocess.run([str(VENV / "bin" / "python"), "-m", "pytest", *options], cwd=ROOT).returncode


def main(arguments: list[str]) -> int:
    """`--write` to put right, `--tests` to run the tests after the checks."""
    LOCAL.mkdir(exist_ok=True)
    if "--write" in arguments:
        return write()
    failed = lint()
    code = test() if "--tests" in arguments else 0
    if failed:
        say(f"These checks failed: {', '.join(failed)}")
    return 1 if failed else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

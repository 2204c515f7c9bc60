"""Steps that fail say why in a sentence."""

import socket
import time
from pathlib import Path

import pytest

from tools import prepare, steps
from tools.steps import Failure, setting, step


@pytest.fixture(autouse=True)
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    monkeypatch.setattr(steps, "LOGS", tmp_path / "logs")
    return tmp_path / "logs"


def test_failing_step_tells_its_last_words(logs: Path) -> None:
    with pytest.raises(Failure, match=r"It went wrong\.\nIt said: no such thing\n.*logs/try-it\.log"):
        step("Try it", ["sh", "-c", "echo much; echo no such thing; exit 3"], seconds=10, sorry="It went wrong.")
    assert (logs / "try-it.log").read_text() == "much\nno such thing\n"


def test_step_that_hangs_is_ended_with_its_children() -> None:
    started = time.monotonic()
    with pytest.raises(Failure, match="more than 1 seconds"):
        step("Hang", ["sh", "-c", "sleep 60 & wait"], seconds=1, sorry="It hangs.")
    assert time.monotonic() - started < 10


def test_taken_port_is_named_before_anything_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("PORT", str(other.getsockname()[1]))
        with pytest.raises(Failure, match=rf"Port {other.getsockname()[1]} cannot be used"):
            prepare.check_port()


@pytest.mark.parametrize("typed", ["abc", "0", "70000", "-1"])
def test_port_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setenv("PORT", typed)
    with pytest.raises(Failure, match=f"it is '{typed}'"):
        prepare.check_port()


def test_missing_node_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Failure, match="Node and npm are missing"):
        prepare.check_machine()


def test_setting_comes_from_the_process_then_from_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    assert setting("PORT", "8000") == "8000"
    (tmp_path / ".env").write_text("# PORT=1\nPORT='8123'\n")
    assert setting("PORT", "8000") == "8123"
    monkeypatch.setenv("PORT", "8124")
    assert setting("PORT", "8000") == "8124"

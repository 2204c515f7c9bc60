"""Rules every template keeps: strict CSP, known icons."""

import re
from pathlib import Path

import pytest

from crm.navigation.registry import places

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(path for path in ROOT.glob("**/templates/**/*.html") if "node_modules" not in path.parts)
TEMPLATES = [path for path in TEMPLATES if not {".venv", "node_modules"} & set(path.parts)]
INLINE = re.compile(r"\son\w+\s*=|\sstyle\s*=|<style|href=[\"']javascript:|\shx-on|hx-vals=[\"']js:", re.IGNORECASE)
SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE)
UNSAFE = re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off")
ICON_ARGUMENT = re.compile(r"\bicon=\"([a-z/-]+)\"")
ICON = re.compile(r"\{%\s*icon \"([\w/-]+)\"")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_has_no_inline_script_style_or_unescaped_text(path: Path) -> None:
    text = path.read_text()
    for rule in (INLINE, SCRIPT, UNSAFE):
        assert not rule.search(text), rule.pattern


def sprite() -> set[str]:
    lines = (ROOT / "static" / "icons.txt").read_text().splitlines()
    return {line.partition("#")[0].strip() for line in lines}


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    used = {name for path in TEMPLATES for name in ICON.findall(path.read_text())}
    assert used
    assert used <= sprite()


def test_every_icon_named_in_code_is_in_the_sprite() -> None:
    apps = [init.parent for init in ROOT.glob("*/__init__.py") if init.parent.name != "tests"]
    used = {name for app in apps for path in app.rglob("*.py") for name in ICON_ARGUMENT.findall(path.read_text())}
    used |= {place.icon for place in places()}
    assert used
    assert used <= sprite()


@pytest.mark.parametrize("text", ['<b onclick="x()">', '<i style="color:red">', "<a href='javascript:x'>"])
def test_the_rule_finds_inline_code(text: str) -> None:
    assert INLINE.search(text)

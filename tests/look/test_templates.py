"""Rules every template keeps: strict CSP, known icons."""

import re
from pathlib import Path

import pytest

from crm.navigation.registry import places

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CELLS = sorted((ROOT / "templates").rglob("*.jinja"))
PRODUCT = [init.parent for init in ROOT.glob("*/__init__.py") if init.parent.name != "tests"]
INLINE = re.compile(r"\son\w+\s*=|\sstyle\s*=|<style|href=[\"']javascript:|\shx-on|hx-vals=[\"']js:", re.IGNORECASE)
SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE)
UNSAFE = re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off")
ICON_ARGUMENT = re.compile(r"(?:\bicon=|^ +\w*icon = )\"([a-z/-]+)\"", re.MULTILINE)
ICON = re.compile(r"\{%\s*icon \"([\w/-]+)\"|\bicon\(\"([\w/-]+)\"")


@pytest.mark.parametrize("path", [*TEMPLATES, *CELLS], ids=lambda path: str(path.relative_to(ROOT)))
def test_template_has_no_inline_script_style_or_unescaped_text(path: Path) -> None:
    text = path.read_text()
    for rule in (INLINE, SCRIPT, UNSAFE):
        assert not rule.search(text), rule.pattern


def sprite() -> set[str]:
    lines = (ROOT / "static" / "icons.txt").read_text().splitlines()
    return {line.partition("#")[0].strip() for line in lines} - {""}


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    found = (match for path in [*TEMPLATES, *CELLS] for match in ICON.findall(path.read_text()))
    used = {in_tag or in_cell for in_tag, in_cell in found}
    assert used
    assert used <= sprite()


def test_every_icon_named_in_code_is_in_the_sprite() -> None:
    used = {name for app in PRODUCT for path in app.rglob("*.py") for name in ICON_ARGUMENT.findall(path.read_text())}
    used |= {place.icon for place in places()}
    assert used
    assert used <= sprite()


def test_no_icon_is_carried_for_nothing() -> None:
    files = [*TEMPLATES, *CELLS, *(path for app in PRODUCT for path in app.rglob("*.py"))]
    named = set(re.findall(r"[\"']([\w/-]+)[\"']", "\n".join(path.read_text() for path in files)))
    assert sprite() - named == set()


@pytest.mark.parametrize("text", ['<b onclick="x()">', '<i style="color:red">', "<a href='javascript:x'>"])
def test_the_rule_finds_inline_code(text: str) -> None:
    assert INLINE.search(text)

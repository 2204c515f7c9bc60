"""WCAG 2.2 contrast of the colours of static/css/tokens.css, in both themes."""

import re
from pathlib import Path

import pytest

from crm.labels.models import Colour

TOKENS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"
PAIR = re.compile(r"(--[\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
ALIAS = re.compile(r"(--[\w-]+): var\((--[\w-]+)\);")
TEXT, GRAPHIC = 4.5, 3.0  # WCAG 1.4.3 and 1.4.11


def read_tokens() -> dict[str, tuple[str, str]]:
    css = TOKENS.read_text()
    tokens = {name: (light, dark) for name, light, dark in PAIR.findall(css)}
    return tokens | {name: tokens[target] for name, target in ALIAS.findall(css) if target in tokens}


TOKEN = read_tokens()
SURFACES = ["--surface", "--surface-sunken", "--surface-hover", "--surface-selected"]
ON_SURFACES = [
    "--ink",
    "--ink-quiet",
    "--tblr-primary",
    "--tblr-primary-darken",
    "--tblr-success",
    "--tblr-warning",
    "--tblr-danger",
]
ON_THEIR_GROUND = [
    (f"--tblr-{name}-fg", f"--tblr-{name}") for name in ("primary", "success", "warning", "danger", "secondary")
]
LABELS = [(f"--tag-{colour}-fg", f"--tag-{colour}-bg") for colour in Colour.values]
TEXTS = [(ink, surface) for ink in ON_SURFACES for surface in SURFACES] + ON_THEIR_GROUND + LABELS
GRAPHICS = [(f"--dot-{colour}", surface) for colour in Colour.values for surface in SURFACES]
GRAPHICS += [("--line-strong", "--surface"), ("--line-strong", "--surface-sunken")]


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, WCAG 2.2."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXTS, ids="-on-".join)
def test_text_can_be_read(ink: str, ground: str, theme: str) -> None:
    index = ("light", "dark").index(theme)
    assert contrast(TOKEN[ink][index], TOKEN[ground][index]) >= TEXT


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), GRAPHICS, ids="-on-".join)
def test_dots_and_field_borders_can_be_seen(mark: str, ground: str, theme: str) -> None:
    index = ("light", "dark").index(theme)
    assert contrast(TOKEN[mark][index], TOKEN[ground][index]) >= GRAPHIC


@pytest.mark.parametrize("colour", Colour.values)
def test_every_colour_of_a_label_has_its_classes(colour: str) -> None:
    css = (TOKENS.parent / "labels.css").read_text()
    assert f".tag-{colour} " in css
    assert f".dot-{colour}::before" in css

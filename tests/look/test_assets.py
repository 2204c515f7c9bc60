"""What a browser loads first, and what it must contain."""

import gzip
from pathlib import Path

import pytest

DIST = Path(__file__).parents[2] / "static" / "dist"
FIRST_LOAD = ["app.css", "app.js", "icons.svg", "img/logo.svg"]
LIMIT = 100_000  # bytes with gzip; the bar is 150,000 and maps are not counted

pytestmark = pytest.mark.skipif(not (DIST / "app.css").exists(), reason="the assets are not built")


def test_first_load_is_small() -> None:
    sizes = {name: len(gzip.compress((DIST / name).read_bytes(), mtime=0)) for name in FIRST_LOAD}
    assert sum(sizes.values()) <= LIMIT, sizes


@pytest.mark.parametrize("name", [".btn-primary", ".btn-danger", ".alert-danger", ".alert-success", ".form-control"])
def test_style_sheet_keeps_what_pages_use_of_tabler(name: str) -> None:
    assert name in (DIST / "app.css").read_text()


def test_style_sheet_leaves_out_what_no_page_uses() -> None:
    assert ".bg-facebook" not in (DIST / "app.css").read_text()

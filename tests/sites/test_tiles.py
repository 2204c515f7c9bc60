"""The tile server of the maps: the browser may load images from it, and from nowhere else."""

import pytest

from crm.tiles import tile_sources


@pytest.mark.parametrize(
    ("url", "sources"),
    [
        ("", []),
        ("https://tiles.example.net/{z}/{x}/{y}.png", ["https://tiles.example.net"]),
        ("https://{s}.tiles.example.net/{z}/{x}/{y}.png?key=1", ["https://*.tiles.example.net"]),
        ("http://127.0.0.1:8080/{z}/{x}/{y}", ["http://127.0.0.1:8080"]),
    ],
)
def test_only_the_host_of_the_tiles_is_allowed(url: str, sources: list[str]) -> None:
    assert tile_sources(url) == sources

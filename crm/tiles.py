"""The tile server of the maps, as the content security policy must know it."""

from urllib.parse import urlsplit


def tile_sources(url: str) -> list[str]:
    """The image source of a tile URL with {z}, {x}, {y}: its scheme and host, with `*` for {s}. None for none."""
    if not url:
        return []
    parts = urlsplit(url.replace("{s}", "*"))
    return [f"{parts.scheme}://{parts.netloc}"]

"""What the templates of maps ask for."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def map_tiles() -> dict[str, str]:
    """The tile server of this installation: `url` with {z}, {x}, {y} (empty for none) and its `attribution`."""
    return {"url": settings.MAP_TILE_URL, "attribution": settings.MAP_TILE_ATTRIBUTION}

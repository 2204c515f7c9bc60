"""Tags and filters every template may use."""

from django import template

register = template.Library()


@register.inclusion_tag("components/icon.html")
def icon(name: str) -> dict[str, str]:
    """An icon of the sprite."""
    return {"name": name}

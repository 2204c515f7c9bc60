"""The tabs of saved views, for the template of lists."""

from typing import Any

from django import template

from crm.pages.lists import ListPage
from crm.views.tabs import tabs_of

register = template.Library()


@register.inclusion_tag("views/_tabs.html", takes_context=True)
def saved_views(context: Any, page: ListPage) -> dict[str, Any]:
    """The tabs above a list."""
    return {"tabs": tabs_of(page), "page": page, "csrf_token": context.get("csrf_token")}

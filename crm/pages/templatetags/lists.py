"""Tags of lists."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from crm.pages.macros import read
from crm.pages.tables import Table

register = template.Library()


@register.simple_tag
def table(page: Any, listing: Any) -> SafeString:
    """The table of a list, with boxes to tick and links where its page has use for them."""
    shown: type[Table] = listing.table_class
    return SafeString(
        read("pages/table.jinja").render(
            title=page.title,
            heads=shown.heads(listing.columns, listing.visible.model, listing.sort, listing.query),
            cells=shown.cells_of(listing.columns),
            records=listing.window.rows,
            attached=shown.attached_to(listing),
            ticks=bool(page.actions),
            linked=page.has_record_pages,
            editable=page.can_edit,
            base=page.list_url,
        )
    )

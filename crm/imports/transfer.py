"""Everything of what a list finds as a file, in the columns that the import of its noun reads: `all.csv`."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from crm.exports.pages import ExportPage
from crm.imports.kinds import KINDS
from crm.pages.listing import Listing
from crm.pages.lists import ListPage


class TransferPage(ExportPage):
    """The rows and order of the list with all that an import knows; archived records are left out.

    A file that is brought in would make them live ones.
    """

    slug: ClassVar[str]
    title = gettext_lazy("Everything, to be imported")
    named = "-all"

    @classmethod
    def of(cls, list_page: type[ListPage], slug: str = "") -> Any:
        """The view for a list whose noun is the kind of import with this slug; the route is `all.<str:format>`."""
        attributes = {"list_page": list_page, "queryset": list_page.queryset, "slug": slug}
        page: Any = type(f"{list_page.__name__}Transfer", (cls,), attributes)
        return page.as_view()

    def table(self, listing: Listing) -> tuple[list[str], Iterable[list[Any]]]:
        """The kind's fields by their labels, and what it says of each record."""
        kind, user = KINDS[self.slug], self.request.user
        labels = {field.name: capfirst(str(field.label)) for field in kind.fields()}
        names = kind.written(user)
        lines = kind.lines_of(_live(listing).order_by(*listing.order.names()), user)
        return [labels[name] for name in names], ([kind.cell(name, line.get(name)) for name in names] for line in lines)

    def fits(self, listing: Listing, rows: int) -> bool:
        """A record may have several lines."""
        return KINDS[self.slug].fits(_live(listing), rows)


def _live(listing: Listing) -> QuerySet[Any]:
    return listing.rows.filter(archived_at__isnull=True)

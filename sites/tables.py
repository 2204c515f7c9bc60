"""The columns of the list of sites."""

from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from crm.pages.tables import Column, Table
from sites.models import Site, SiteType

PLACE = ("city", "country_code")


def _is_confirmed(site: Site) -> tuple[bool]:
    return (site.confirmed_at is not None,)


class TypeColumn(Column):
    """The kind of place. Django's own way to a label looks through all choices for each row: a seventh of the page."""

    labels = {each.value: each.label for each in SiteType}

    def cell(self, record: Any, accessor: Any) -> str:
        """The label of the type."""
        return str(self.labels[record.site_type])


class SiteTable(Table):
    """Where it is, whose it is, and how sure we are of the place."""

    cells = "sites/cells.jinja"

    name = Column(sort="sort_name", card="name", reads=("name", "line1", "archived_at"))
    customer = Column(reads=("customer_id", "customer_name"), card="second", export="customer__name")
    city = Column(_("Place"), reads=PLACE, made_of=attrgetter(*PLACE), card="place")
    site_type = TypeColumn()
    plus_code = Column(_("Plus Code"), reads=("plus_code",))
    confirmed_at = Column(_("Location"), reads=("confirmed_at",), made_of=_is_confirmed, card="status")
    reference = Column(shown=False)
    location_source = Column(shown=False)
    accuracy = Column(shown=False)
    line1 = Column(shown=False)
    line2 = Column(shown=False)
    postal_code = Column(shown=False)
    state = Column(shown=False)
    country = Column(reads=("country_code",), shown=False)
    latitude = Column(shown=False, numeric=True)
    longitude = Column(shown=False, numeric=True)
    created_at = Column(_("Created"), reads=("created_at",), sort="pk", shown=False)

    class Meta(Table.Meta):
        order_by = "name"

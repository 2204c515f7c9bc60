"""The columns of the list of sites."""

from django.utils.translation import gettext_lazy as _

from crm.pages.tables import Column, Table


class SiteTable(Table):
    """Where it is, whose it is, and how sure we are of the place."""

    cells = "sites/cells.jinja"

    name = Column(sort="sort_name", card="name", reads=("name", "line1", "archived_at"))
    customer = Column(reads=("customer_id", "customer_name"), card="second", export="customer__name")
    city = Column(_("Place"), reads=("city", "country_code"), card="place")
    site_type = Column()
    plus_code = Column(_("Plus Code"), reads=("plus_code",))
    confirmed_at = Column(_("Location"), reads=("confirmed_at",), card="status")
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

"""The columns of the list of sites."""

from django.utils.translation import gettext_lazy as _

from crm.pages.tables import Column, Table


class SiteTable(Table):
    """Where it is, whose it is, and how sure we are of the place."""

    name = Column(sort="sort_name", template="sites/cells/name.html", card="name")
    customer = Column(template="sites/cells/customer.html", card="second", export="customer__name")
    city = Column(_("Place"), template="customers/cells/place.html", card="place")
    site_type = Column()
    plus_code = Column(_("Plus Code"), template="sites/cells/plus_code.html")
    confirmed_at = Column(_("Location"), template="sites/cells/location.html", card="status")
    location_source = Column(shown=False)
    accuracy = Column(shown=False)
    line1 = Column(shown=False)
    line2 = Column(shown=False)
    postal_code = Column(shown=False)
    state = Column(shown=False)
    country = Column(template="customers/cells/country.html", shown=False)
    latitude = Column(shown=False, numeric=True)
    longitude = Column(shown=False, numeric=True)
    created_at = Column(_("Created"), sort="pk", template="customers/cells/created.html", shown=False)

    class Meta(Table.Meta):
        order_by = "name"

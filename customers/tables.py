"""The columns of the list of customers."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from crm.pages.tables import Column, Table
from customers.models import CustomerTag

# For a file: the names in one statement for all rows.
TAG_NAMES = ArraySubquery(CustomerTag.objects.filter(customer=OuterRef("pk")).order_by("tag__name").values("tag__name"))


class CustomerTable(Table):
    """What staff look for while somebody is on the line; the rest by choice."""

    name = Column(sort="sort_name", template="customers/cells/name.html", card="name")
    number = Column(sort="number", shown=False)
    kind = Column(shown=False)
    stage = Column(shown=False)
    status = Column(template="customers/cells/status.html", card="status", export="status__name")
    city = Column(_("Place"), template="customers/cells/place.html", card="place")
    country = Column(template="customers/cells/country.html", shown=False)
    tags = Column(_("Tags"), template="customers/cells/tags.html", export=TAG_NAMES)
    account_manager = Column(export="account_manager__name")
    phone = Column(template="customers/cells/phone.html", card="phone")
    email = Column(template="customers/cells/email.html", shown=False)
    internal_name = Column(shown=False)
    external_number = Column(shown=False)
    internal_reference = Column(shown=False)
    vat_number = Column(shown=False)
    line1 = Column(shown=False)
    postal_code = Column(shown=False)
    created_at = Column(_("Created"), sort="pk", template="customers/cells/created.html", shown=False)

    class Meta(Table.Meta):
        order_by = "name"

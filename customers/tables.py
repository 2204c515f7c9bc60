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

    cells = "customers/cells.jinja"

    name = Column(sort="sort_name", card="name", reads=("name", "number", "internal_name", "stage", "archived_at"))
    number = Column(sort="number", shown=False)
    kind = Column(shown=False)
    stage = Column(shown=False)
    status = Column(reads=("status_name", "status_colour"), card="status", export="status__name")
    city = Column(_("Place"), reads=("city", "country_code"), card="place")
    country = Column(reads=("country_code",), shown=False)
    tags = Column(_("Tags"), reads=("shown_tags",), export=TAG_NAMES)
    account_manager = Column(reads=("manager_name",), export="account_manager__name")
    phone = Column(reads=("phone_number",), card="phone")
    email = Column(reads=("email",), shown=False)
    internal_name = Column(shown=False)
    external_number = Column(shown=False)
    internal_reference = Column(shown=False)
    vat_number = Column(shown=False)
    line1 = Column(shown=False)
    postal_code = Column(shown=False)
    created_at = Column(_("Created"), reads=("created_at",), sort="pk", shown=False)

    class Meta(Table.Meta):
        order_by = "name"

"""The columns of the list of customers."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from crm.pages.tables import Attached, Column, Table
from customers import entries
from customers.models import Address, CustomerTag

# For a file: the names in one statement for all rows.
TAG_NAMES = ArraySubquery(CustomerTag.objects.filter(customer=OuterRef("pk")).order_by("tag__name").values("tag__name"))


# In the words of the list, but for the type, which a file says by its code
ADDRESS_LINES = ArraySubquery(
    Address.objects.filter(customer=OuterRef("pk"), archived_at__isnull=True)
    .order_by("pk")
    .values(line=Concat("address_type", Value(": "), "line1", Value(" "), "postal_code", Value(" "), "city"))
)


STATUS = ("status_name", "status_colour")
PLACE = ("city", "country_code")


class ShownTag(NamedTuple):
    """What a tag looks like."""

    name: str
    colour: str
    attention: bool
    description: str


def _tags(customer: Any) -> tuple[Any, ...]:
    """The tags as one value, if there are any."""
    tags = customer.shown_tags
    return (tuple(ShownTag(**tag) for tag in tags),) if tags else ()


class CustomerTable(Table):
    """What staff look for while somebody is on the line; the rest by choice."""

    cells = "customers/cells.jinja"

    name = Column(sort="sort_name", card="name", reads=("name", "number", "internal_name", "stage", "archived_at"))
    number = Column(sort="number", shown=False)
    kind = Column(shown=False)
    stage = Column(shown=False)
    status = Column(reads=STATUS, made_of=attrgetter(*STATUS), card="status", export="status__name")
    city = Column(_("Place"), reads=PLACE, made_of=attrgetter(*PLACE), card="place")
    country = Column(reads=("country_code",), shown=False)
    tags = Column(_("Tags"), reads=("shown_tags",), made_of=_tags, export=TAG_NAMES)
    account_manager = Column(reads=("manager_name",), export="account_manager__name")
    phone = Column(reads=("phone_number",), card="phone")
    email = Column(reads=("email",), shown=False)
    internal_name = Column(shown=False)
    external_number = Column(shown=False)
    internal_reference = Column(shown=False)
    vat_number = Column(shown=False)
    line1 = Column(shown=False)
    postal_code = Column(shown=False)
    addresses = Column(_("Addresses below"), attached=True, export=ADDRESS_LINES, shown=False)
    created_at = Column(_("Created"), reads=("created_at",), sort="pk", shown=False)

    @classmethod
    def attached_to(cls, listing: Any) -> Mapping[int, Sequence[Attached]]:
        """Further addresses and worksites: those a search found, or all where they are chosen among the columns."""
        return entries.attached_to(listing, shown="addresses" in listing.columns)

    class Meta(Table.Meta):
        order_by = "name"

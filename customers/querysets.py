"""Named questions about customers."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.db.models import QuerySet

from crm.search.matching import matches

if TYPE_CHECKING:
    from customers.models import Customer  # noqa: F401


class CustomerQuerySet(QuerySet["Customer"]):
    """Customers as the pages ask for them."""

    def visible_to(self, user: PermissionsMixin | AnonymousUser) -> Self:
        """The customers a person may know of; every page and export goes through here."""
        return self if user.has_perm("customers.view_customer") else self.none()

    def live(self) -> Self:
        """Not archived."""
        return self.filter(archived_at__isnull=True)

    def archived(self) -> Self:
        """Archived only."""
        return self.filter(archived_at__isnull=False)

    def matching(self, text: str) -> Self:
        """Those whose searched columns hold every word of the text, accents and case aside."""
        return self.filter(matches("search", text))

    def for_list(self) -> Self:
        """With what a row of a list shows, in a fixed number of statements."""
        return self.select_related("status", "account_manager").prefetch_related("tags")

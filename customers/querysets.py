"""Named questions about customers."""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.db.models.lookups import Exact

from crm.compiled import CompiledArray
from crm.search.expressions import Fold
from crm.search.matching import matches
from crm.text import fold

if TYPE_CHECKING:
    from customers.models import Customer  # noqa: F401 - named in texts alone

UNSHOWN = frozenset({"search", "internal_note", "customer_note"})  # long texts that no list shows
NOTES_SHOWN = 6  # on a customer's page, pinned ones among them


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

    def in_city(self, city: str) -> Self:
        """Those in a city, accents and case aside."""
        return self.filter(Exact(Fold(F("city")), fold(city).strip()))

    def for_list(self) -> Self:
        """With what a row of a list shows, all in one statement: a list needs no status or tag as an object.

        `status_name`, `status_colour`, `manager_name`; `country_code` and `phone_number` as text, which spares taking
        each apart; and `shown_tags`: documents with `name`,
        `colour`, `attention` and `description`.
        """
        shown = [field.attname for field in self.model._meta.concrete_fields if field.name not in UNSHOWN]
        return self.only(*shown).annotate(
            status_name=F("status__name"),
            status_colour=F("status__colour"),
            manager_name=F("account_manager__name"),
            country_code=Cast("country", CharField()),
            phone_number=Cast("phone", CharField()),
            shown_tags=self._tags(),
        )

    def for_page(self) -> Self:
        """With what the header of one customer shows, in one statement: `shown_tags` as in `for_list()`, the names of
        the further managers (`manager_names`), and how many live notes and addresses there are.
        """
        shown = [field.attname for field in self.model._meta.concrete_fields if field.name != "search"]
        status = [f"status__{name}" for name in ("name", "colour", "description", "is_default")]
        names = ("region__name", "account_manager__name", "stage_forced_by__name", "archive_batch__archived_by__name")
        related = {name.rpartition("__")[0] for name in names}
        managers: Any = self.model._meta.get_field("managers").remote_field.through  # type: ignore[union-attr]
        further = managers._base_manager.filter(customer=OuterRef("pk")).order_by("user__name").values("user__name")
        rows = self.only(*shown, *status, *names, "archive_batch__reason").select_related("status", *related)
        return rows.annotate(
            shown_tags=self._tags(),
            manager_names=ArraySubquery(further),
            live_notes=self._live("notes"),
            live_addresses=self._live("addresses"),
        )

    def _tags(self) -> CompiledArray:
        links: Any = self.model._meta.get_field("tags").remote_field.through  # type: ignore[union-attr]
        fields = {name: F(f"tag__{name}") for name in ("name", "colour", "attention", "description")}
        rows = links._base_manager.filter(customer=OuterRef("pk")).order_by("tag__name")
        return CompiledArray(rows.values(shown=JSONObject(**fields)))

    def _live(self, name: str) -> Coalesce:
        """How many live notes or addresses there are, within the same statement."""
        model: Any = self.model._meta.get_field(name).related_model
        rows = model._base_manager.filter(customer=OuterRef("pk"), archived_at__isnull=True).order_by()
        return Coalesce(Subquery(rows.values("customer").annotate(rows=Count("pk")).values("rows")), 0)


class OfCustomerQuerySet(QuerySet[Any]):
    """What belongs to a customer: addresses, notes."""

    def newest(self) -> Self:
        """The notes a customer's page opens with: pinned ones, then the newest."""
        return self.live().select_related("author").order_by("-pinned", "-pk")[:NOTES_SHOWN]

    def visible_to(self, user: PermissionsMixin | AnonymousUser) -> Self:
        """Those of the customers a person may know of, if the person may see this kind of record."""
        permission = f"customers.view_{self.model._meta.model_name}"
        return self if user.has_perm(permission) and user.has_perm("customers.view_customer") else self.none()

    def live(self) -> Self:
        """Not archived."""
        return self.filter(archived_at__isnull=True)

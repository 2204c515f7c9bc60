"""The list page: four attributes, and it filters, sorts, pages, exports and acts in bulk."""

from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from crm.pages.actions import Action
from crm.pages.filters import ListFilterSet
from crm.pages.listing import Listing
from crm.pages.page import NounPage, Text
from crm.pages.tables import Table


class ListPage(NounPage):
    """A list of records: `queryset`, `table_class`, `filterset_class`, `bulk_actions`.

    The whole state is in the address; htmx replaces only `pages/_results.html`.
    """

    table_class: ClassVar[type[Table]]
    filterset_class: ClassVar[type[ListFilterSet]]
    bulk_actions: ClassVar[tuple[type[Action], ...]] = ()
    template_name = "pages/list.html"
    results_template_name = "pages/_results.html"
    # Said when there is not a single record yet.
    empty_text: ClassVar[Text] = ""

    @property
    def title(self) -> Text:  # type: ignore[override]
        """The noun in the plural."""
        return self.plural

    @cached_property
    def listing(self) -> Listing:
        """The address, read."""
        return Listing(
            self.visible(), self.filterset_class, self.table_class, self.request.GET.copy(), self.request.user
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The whole page, or the results alone."""
        template = self.results_template_name if self.is_partial else self.template_name
        status = 200 if self.listing.is_valid else 422 if self.is_partial else 400
        return self.render(template, status=200 if self.is_partial else status, listing=self.listing)

    @property
    def actions(self) -> list[type[Action]]:
        """The bulk actions this person may take."""
        return [action for action in self.bulk_actions if action.on_many and action.allowed(self.request.user)]

    @property
    def can_create(self) -> bool:
        """Whether the button for a new record belongs here."""
        meta = self.model()._meta
        may = self.request.user.has_perm(f"{meta.app_label}.add_{meta.model_name}")
        return may and self.has_url("create")

    @property
    def create_url(self) -> str:
        """Where a new record is made."""
        return self.url("create")

    @property
    def list_url(self) -> str:
        """The bare address of this list."""
        return self.url("list")

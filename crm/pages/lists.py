"""The list page: four attributes, and it filters, sorts, pages, exports and acts in bulk."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from crm.pages.actions import Action
from crm.pages.filters import ListFilterSet
from crm.pages.furniture import MORE, MenuButton, filter_buttons
from crm.pages.listing import Listing
from crm.pages.page import NounPage, Text
from crm.pages.tables import Table

# The form around search and filters; what htmx sends for it need not be sent back.
BAR = "list-bar"
EXPORT_FORMATS = ("csv", "xlsx")
# Values of `menu=` beside the names of filters and MORE.
DISPLAY, ALL = "display", "all"

Opening = Callable[["ListPage"], str | None]
_openings: list[Opening] = []


def register_opening(opening: Opening) -> None:
    """Let a room answer the query string a bare list opens with for this person, or None."""
    _openings.append(opening)


class ListPage(NounPage):
    """A list of records: `queryset`, `table_class`, `filterset_class`, `bulk_actions`.

    The whole state is in the address; htmx replaces only `pages/_results.html`.
    """

    table_class: ClassVar[type[Table]]
    filterset_class: ClassVar[type[ListFilterSet]]
    listing_class: ClassVar[type[Listing]] = Listing
    bulk_actions: ClassVar[tuple[type[Action], ...]] = ()
    template_name = "pages/list.html"
    results_template_name = "pages/_results.html"
    # Said when there is not a single record yet: what belongs here, and what for.
    empty_text: ClassVar[Text] = _("Nothing is here yet.")
    empty_icon: ClassVar[str] = "list"
    # How many filters have a button of their own; the others stand under "More".
    filter_buttons: ClassVar[int] = 4

    @property
    def title(self) -> Text:  # type: ignore[override]
        """The noun in the plural."""
        return self.plural

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What other rooms keep about this request's list."""
        return {}

    @classmethod
    def read(cls, visible: QuerySet[Any], request: HttpRequest) -> Listing:
        """What the address asks of this list; the bulk actions and the exports read it the same way."""
        return cls.listing_of(visible, request.GET.copy(), request.user)

    @classmethod
    def listing_of(cls, visible: QuerySet[Any], params: QueryDict, user: Any) -> Listing:
        """The same for a query string that was kept."""
        return cls.listing_class(visible, cls.filterset_class, cls.table_class, params, user)

    @cached_property
    def listing(self) -> Listing:
        """The address, read."""
        return self.read(self.visible(), self.request)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The whole page, or the results alone; a bare address may open with what the person chose for it."""
        if "menu" in request.GET:
            return self._menu(request.GET["menu"])
        if not self.is_partial:
            if not request.GET and (query := self._opening()):
                return HttpResponseRedirect(f"{request.path}?{query}")
            return self.render(status=200 if self.listing.is_valid else 400, listing=self.listing)
        response = self.render(
            self.results_template_name, status=200 if self.listing.is_valid else 422, listing=self.listing
        )
        address = self.listing.address
        response["HX-Push-Url"] = f"{request.path}?{address}" if address else request.path
        return response

    def _opening(self) -> str | None:
        return next((query for opening in _openings if (query := opening(self))), None)

    @property
    def keeps_bar(self) -> bool:
        """Whether the person is working in the bar of filters, which then must not be replaced under their hands."""
        return self.is_partial and self.request.htmx.trigger == BAR

    @property
    def key(self) -> str:
        """What this list is called where something is kept about it: `customers:list`."""
        match = self.request.resolver_match
        return match.view_name if match else ""

    @cached_property
    def actions(self) -> list[type[Action]]:
        """The bulk actions this person may take."""
        return [each for each in self.bulk_actions if self._offers(each) and each.allowed(self.request.user)]

    def _offers(self, action: type[Action]) -> bool:
        """Whether the list can show rows that the action is about."""
        shown = self.listing.params.get("archived", "")
        useless = {None: (), True: ("",), False: ("only",)}[action.on_archived]
        return action.on_many and shown not in useless

    @property
    def can_create(self) -> bool:
        """Whether the button for a new record belongs here."""
        return self.may("add") and self.has_url("create")

    def may(self, verb: str) -> bool:
        """Whether the person may do this to records of the noun."""
        meta = self.model()._meta
        return self.request.user.has_perm(f"{meta.app_label}.{verb}_{meta.model_name}")

    @property
    def create_url(self) -> str:
        """Where a new record is made."""
        return self.url("create")

    @cached_property
    def list_url(self) -> str:
        """The bare address of this list."""
        return self.url("list")

    @property
    def clear_url(self) -> str:
        """This list without search and filters."""
        return f"{self.list_url}?{self.listing.unfiltered}"

    @cached_property
    def buttons_of_filters(self) -> list[MenuButton]:
        """The filters as buttons, each with what is in force."""
        return filter_buttons(self.listing.filterset, self.filter_buttons)

    def _names(self, menu: str) -> list[str]:
        """The filters that stand in a menu."""
        names = [name for name in self.listing.filterset.offered if name != "q"]
        own = [button.slug for button in self.buttons_of_filters if button.slug != MORE]
        return {ALL: names, MORE: [name for name in names if name not in own]}.get(menu, [menu])

    def _menu(self, name: str) -> HttpResponseBase:
        """A menu of the bar, asked for when it opens; without script a page with all of them."""
        if name == DISPLAY:
            return self.render("pages/_display_menu.html", listing=self.listing)
        template = "pages/_filter_menus.html" if self.is_partial else "pages/filters.html"
        menus = self.listing.menus(self._names(name if self.is_partial else ALL))
        return self.render(template, listing=self.listing, menus=menus)

    @cached_property
    def can_edit(self) -> bool:
        """Whether the key `e` leads from a row to its form."""
        return self.may("change") and self.has_url("edit", 1)

    @cached_property
    def has_record_pages(self) -> bool:
        """Whether a row leads to a page; it is the list's address and the key."""
        return self.has_url("detail", 1)

    @property
    def export_formats(self) -> tuple[str, ...]:
        """The files this person may take the list out as."""
        return EXPORT_FORMATS if self.has_url("export", "csv") and self.may("export") else ()

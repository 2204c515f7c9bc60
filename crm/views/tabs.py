"""The tabs above a list: the whole list, then the saved views."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict

from crm.pages.lists import ListPage
from crm.remembered import settled
from crm.views.actions import SHARE, state_of
from crm.views.models import OpeningView, SavedView


def opening_query(page: ListPage) -> str | None:
    """The query string of the view this person's list opens with."""
    opening = next((view for view in tabs_of(page).views if view.opens), None)
    return opening.get_absolute_url().partition("?")[2] if opening else None


def tabs_of(page: ListPage) -> "ViewTabs":
    """The tabs of a request, read once."""
    kept: ViewTabs = page.kept.setdefault("views", ViewTabs(page))
    return kept


@dataclass
class ViewTabs:
    """The tabs of one request's list."""

    page: ListPage

    @cached_property
    def views(self) -> list[SavedView]:
        """The views of this list, own and shared, each knowing whether the list opens with it (`opens`)."""
        user, key = self.page.request.user, self.page.key
        return settled(("views", user.pk, key), lambda: _views_of(user, key))

    @cached_property
    def active(self) -> SavedView | None:
        """The view whose tab is open."""
        asked = self.page.request.GET.get("view", "")
        return next((view for view in self.views if str(view.pk) == asked), None)

    @property
    def all_url(self) -> str:
        """The whole list; said aloud where the bare address opens with a view."""
        opens_with_view = any(view.opens for view in self.views)
        return f"{self.page.list_url}?view=all" if opens_with_view else self.page.list_url

    @cached_property
    def state(self) -> str:
        """What would be kept: the address without its page, in the fewest words."""
        return state_of(self.page.listing.address)

    @property
    def is_changed(self) -> bool:
        """Whether the list no longer shows what the open tab says."""
        kept = self.active.query if self.active else ""
        brief = self.page.listing.brief(QueryDict(kept)).urlencode()
        return _pairs(brief) != _pairs(self.state)

    @property
    def can_save(self) -> bool:
        """Whether there is something to keep that can be answered."""
        return self.is_changed and self.page.listing.is_valid

    @property
    def can_edit(self) -> bool:
        """Whether the open view is this person's to change."""
        user, view = self.page.request.user, self.active
        return view is not None and (view.owner_id == user.pk or self.can_share)

    @property
    def can_share(self) -> bool:
        """Whether this person may share views."""
        return bool(self.page.request.user.has_perm(SHARE))


def _views_of(user: Any, list_key: str) -> list[SavedView]:
    views = list(SavedView.objects.for_tabs(user, list_key))
    chosen = OpeningView.objects.filter(owner=user.pk, list_key=list_key).values_list("view_id", flat=True)
    opening = chosen.first() if views else None
    for view in views:
        view.opens = view.pk == opening
    return views


def _pairs(query: str) -> list[tuple[str, list[str]]]:
    return sorted((name, sorted(values)) for name, values in QueryDict(query).lists())

"""Bulk actions: what was ticked, what will happen, who is refused and why, and then doing it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from crm.changes.current import Actor, change_set
from crm.changes.models import Route
from crm.errors import DomainError
from crm.pages.actions import Action
from crm.pages.listing import Listing
from crm.pages.lists import ListPage
from crm.pages.page import Crumb, NounPage, Text

PREVIEWED = 20
BATCH = 100


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was left as it was, and why."""

    record: Any
    reasons: list[str]


@dataclass(slots=True)
class Outcome:
    """What a bulk action did."""

    done: int = 0
    refusals: list[Refusal] = field(default_factory=list)


class Selection:
    """The rows a bulk action is for: ticked ones, or everything the list's address matches.

    "All matching" filters again here, by the same address; `seen` is the number the person saw.
    """

    def __init__(self, listing: Listing, data: Any) -> None:
        self.listing = listing
        self.everything = data.get("all") == "1"
        self.seen = int(data["seen"]) if str(data.get("seen", "")).isdecimal() and len(data["seen"]) < 12 else None
        self.keys = [int(pk) for pk in data.getlist("pk") if pk.isascii() and pk.isdigit() and len(pk) < 19]

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """The rows, never more than the person may see; none when the address is invalid."""
        if self.everything:
            return self.listing.rows
        return self.listing.visible.filter(pk__in=self.keys) if self.listing.is_valid else self.listing.visible.none()

    @cached_property
    def count(self) -> int:
        """How many rows there are now, exactly."""
        return self.rows.order_by().count()

    @property
    def has_moved(self) -> bool:
        """Whether the number differs from the one that was agreed to."""
        return self.seen is not None and self.seen != self.count


def perform_on_rows(action: type[Action], rows: QuerySet[Any], *, by: Actor, values: dict[str, Any]) -> Outcome:
    """Do an action to every row under one change set; a refused row stays as it is and is reported.

    Set-based where the action offers it, otherwise a savepoint a row.
    """
    outcome = Outcome()
    reason = str(values.get("reason") or "")
    with transaction.atomic(), change_set(by=by, verb=action.perform.__name__, route=Route.BULK, reason=reason):
        if action.perform_rows is not None:
            outcome.done = action.perform_rows(action.narrow(rows), by=by, **values)
            return outcome
        for record in _each(action.narrow(rows)):
            try:
                with transaction.atomic():
                    action.perform(record, by=by, **values)
                outcome.done += 1
            except DomainError as error:
                outcome.refusals.append(Refusal(record, getattr(error, "reasons", [str(error)])))
    return outcome


def _each(rows: QuerySet[Any]) -> Iterator[Any]:
    """The rows in small batches, by key, so that memory stays flat."""
    last = 0
    while batch := list(rows.order_by("pk").filter(pk__gt=last)[:BATCH]):
        yield from batch
        last = batch[-1].pk


class BulkPage(NounPage):
    """The confirm page of a bulk action, and its carrying out (`/<noun>/bulk/<action>/`)."""

    http_method_names = ["post"]
    list_page: ClassVar[type[ListPage]]
    template_name = "pages/bulk.html"
    permission_verb = "view"
    action: type[Action]

    @classmethod
    def of(cls, list_page: type[ListPage]) -> Any:
        """The view for the bulk actions of a list."""
        page = type(f"{list_page.__name__}Bulk", (cls,), {"list_page": list_page, "queryset": list_page.queryset})
        if "permission" in list_page.__dict__:
            page.permission = list_page.permission  # type: ignore[attr-defined]
        return page.as_view()  # type: ignore[attr-defined]

    @property
    def title(self) -> Text:  # type: ignore[override]
        """The action's label."""
        return self.action.label

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """Back to the list as it was filtered."""
        return [Crumb(self.plural, self.back_url)]

    @property
    def back_url(self) -> str:
        """The list the selection came from."""
        query = self.request.GET.urlencode()
        return f"{self.url('list')}?{query}" if query else self.url("list")

    def post(self, request: HttpRequest, action: str, **kwargs: Any) -> HttpResponseBase:
        """Show what will happen; with `confirm`, do it."""
        self.action = self._find(action)
        listing = self.list_page.read(self.visible(), request)
        selection = Selection(listing, request.POST)
        confirmed = request.POST.get("confirm") == "1"
        form = self.action.form_class(request.POST if confirmed else None)
        if not selection.count:
            messages.warning(request, _("Nothing was selected, so nothing was changed."))
            return redirect(self.back_url)
        if not confirmed or selection.has_moved or not form.is_valid():
            return self._ask(selection, form, confirmed=confirmed)
        return self._do(selection, form.cleaned_data)

    def _find(self, slug: str) -> type[Action]:
        for action in self.list_page.bulk_actions:
            if action.slug == slug and action.on_many:
                if not action.allowed(self.request.user):
                    raise PermissionDenied
                return action
        raise Http404

    def _ask(self, selection: Selection, form: Any, *, confirmed: bool) -> HttpResponseBase:
        first = list(self.action.narrow(selection.rows).order_by("pk")[:PREVIEWED])
        preview = [(record, self.action.change_of(record), self.action.refusals(record)) for record in first]
        return self.render(
            selection=selection,
            form=form,
            preview=preview,
            moved=confirmed and selection.has_moved,
            sentence=self.action.sentence(selection.count),
            status=422 if confirmed else 200,
        )

    def _do(self, selection: Selection, values: dict[str, Any]) -> HttpResponseBase:
        try:
            outcome = perform_on_rows(self.action, selection.rows, by=cast(Actor, self.request.user), values=values)
        except DomainError as error:
            messages.error(self.request, str(error))
            return redirect(self.back_url)
        if outcome.done:
            messages.success(self.request, self.action.done(outcome.done))
        if outcome.refusals:
            return self.render("pages/bulk_result.html", outcome=outcome)
        return redirect(self.back_url)

"""Bulk actions: what was ticked, what will happen, who is refused and why, and then doing it."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from crm.changes.current import change_set
from crm.changes.models import Route
from crm.changes.outcome import Refusal
from crm.errors import DomainError
from crm.pages.actions import Action
from crm.pages.bulk_run import start_bulk_run
from crm.pages.lists import ListPage
from crm.pages.page import Crumb, NounPage, Text
from crm.pages.selection import Selection, perform_on_rows
from crm.pages.telling import tell_done

PREVIEWED = 10
CHECKED = 200  # rows asked beforehand whether they would be refused


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a selection: what changes on each, and who will be refused.

    `count` rows are what the action is about; `checked` is None where every one was asked, else how many were.
    """

    count: int
    changes: list[tuple[Any, str]]
    refusals: list[Refusal]
    left_out: int
    checked: int | None

    @property
    def accepted(self) -> int:
        """How many rows it will be done to, as far as they were asked."""
        return self.count - len(self.refusals)


def preview_of(action: type[Action], selection: Selection) -> Preview:
    """Look at a selection before anything is done."""
    rows = action.narrow(selection.rows)
    about = rows.order_by().count()
    first = list(rows.order_by("pk")[:CHECKED])
    asked = [(record, action.refusals(record)) for record in first]
    fine = [record for record, reasons in asked if not reasons]
    return Preview(
        count=about,
        changes=[(record, action.change_of(record)) for record in fine[:PREVIEWED]],
        refusals=[Refusal(record, reasons) for record, reasons in asked if reasons],
        left_out=selection.count - about,
        checked=CHECKED if about > CHECKED else None,
    )


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
        selection = Selection(self.list_page.read(self.visible(), request), request.POST)
        confirmed = request.POST.get("confirm") == "1"
        form = self.action.form_class(request.POST if confirmed else None)
        if not selection.count:
            messages.warning(request, _("Nothing was selected, so nothing was changed."))
            return redirect(self.back_url)
        if not confirmed or selection.has_moved or not form.is_valid():
            return self._ask(selection, form, confirmed=confirmed)
        if selection.count > self.action.background_above:
            run = start_bulk_run(self.list_page, self.action, self.request, total=selection.count)
            return redirect(run.get_absolute_url())
        return self._do(selection, form.cleaned_data)

    def _find(self, slug: str) -> type[Action]:
        for action in self.list_page.bulk_actions:
            if action.slug == slug and action.on_many:
                if not action.allowed(self.request.user):
                    raise PermissionDenied
                return action
        raise Http404

    def _ask(self, selection: Selection, form: Any, *, confirmed: bool) -> HttpResponseBase:
        preview = preview_of(self.action, selection)
        return self.render(
            selection=selection,
            form=form,
            preview=preview,
            moved=confirmed and selection.has_moved,
            sentence=self.action.sentence(preview.accepted),
            in_background=selection.count > self.action.background_above,
            status=422 if confirmed else 200,
        )

    def _do(self, selection: Selection, values: dict[str, Any]) -> HttpResponseBase:
        by, reason = self.request.user, str(values.get("reason") or "")
        rows = self.action.narrow(selection.rows)
        try:
            with change_set(by=by, verb=self.action.verb_for_many(), route=Route.BULK, reason=reason) as changes:
                outcome = perform_on_rows(self.action, rows, by=by, values=values)
        except DomainError as error:
            messages.error(self.request, str(error))
            return redirect(self.back_url)
        if outcome.done:
            tell_done(self.request, self.action.done(outcome.done), changes.row, back=self.back_url)
        if outcome.refusals:
            return self.render("pages/bulk_result.html", outcome=outcome)
        return redirect(self.back_url)

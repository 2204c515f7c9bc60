"""The activity of everything, one change set, and the question before undoing it."""

from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.activity.forms import UndoForm
from crm.activity.timelines import timeline_context
from crm.changes.describe import ObjectChange, describe, describe_rows
from crm.changes.models import ChangeSet
from crm.changes.sentences import sentence
from crm.changes.sight import kinds_seen_by, seen_by
from crm.changes.timeline import activity_of_all
from crm.changes.undo import PERMISSION, may_undo, refuse_undone, undo_change_set
from crm.changes.undo_plan import SHOWN, Step, StepKind, UndoPlan, plan_undo
from crm.errors import DomainError
from crm.pages.edit import add_domain_error
from crm.pages.page import Button, Crumb, Page, Text, htmx_redirect

OBJECTS = 100


class ActivityPage(Page):
    """`/changes/`: what happened, newest first."""

    permission = "changes.view_changeset"
    title = gettext_lazy("Activity")
    template_name = "activity/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or for htmx the timeline alone."""
        kinds = kinds_seen_by(request.user)
        context = timeline_context(request, lambda narrowed: activity_of_all(narrowed=narrowed), kinds)
        return self.render("activity/_activity.html" if self.is_partial else None, **context)


class ChangePage(Page):
    """A page about one change set, of which a person sees the records they may view."""

    permission = "changes.view_changeset"
    may_undo = False

    @property
    def user(self) -> AbstractBaseUser:
        """The person, who is signed in: `dispatch` saw to it."""
        return cast(AbstractBaseUser, self.request.user)

    @cached_property
    def change_set(self) -> ChangeSet:
        """The change set with what this person may read of it; 404 where that is nothing."""
        found = get_object_or_404(
            ChangeSet.objects.select_related("actor", "undoes", "undone_by"), pk=self.kwargs["pk"]
        )
        self.may_undo = not hasattr(found, "undone_by") and may_undo(self.user, found)
        found.narrow(seen_by(self.request.user))
        if not found.counts:
            raise Http404
        return found

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """The activity."""
        return [Crumb(_("Activity"), reverse("activity:list"))]


class ChangeSetPage(ChangePage):
    """`/changes/<pk>/`: who, when, why, and every record before and after."""

    template_name = "activity/detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page; of a large change set the first records."""
        objects = describe(self.change_set, limit=OBJECTS)
        return self.render(
            change_set=self.change_set,
            objects=objects,
            sentence=sentence(self.change_set, objects if self.change_set.rows <= OBJECTS else []),
            hidden=max(0, self.change_set.rows - OBJECTS),
        )

    @property
    def title(self) -> Text:  # type: ignore[override]
        """Change 123."""
        return _("Change %(number)s") % {"number": self.change_set.pk}

    @property
    def buttons(self) -> list[Button]:  # type: ignore[override]
        """Undo, where it can be and this person may."""
        done = self.change_set
        if not self.may_undo:
            return []
        return [Button(_("Undo…"), done.get_undo_url(), icon="arrow-back-up")]


class UndoPage(ChangePage):
    """`/changes/<pk>/undo/`: what would go back, what stays and why; then it is done."""

    permission = PERMISSION
    template_name = "activity/undo.html"

    @cached_property
    def change_set(self) -> ChangeSet:
        """The whole change set, for somebody who may change every kind of record in it."""
        found = get_object_or_404(ChangeSet.objects.select_related("undone_by"), pk=self.kwargs["pk"])
        if not may_undo(self.user, found):
            raise PermissionDenied
        return found

    @property
    def title(self) -> Text:  # type: ignore[override]
        """Undo change 123."""
        return _("Undo change %(number)s") % {"number": self.change_set.pk}

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """The activity, and the change set."""
        label = _("Change %(number)s") % {"number": self.change_set.pk}
        return [*super().breadcrumbs, Crumb(label, self.change_set.get_absolute_url())]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The question."""
        return self._ask(UndoForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Undo, or say why not."""
        form = UndoForm(request.POST)
        if not form.is_valid():
            return self._ask(form, status=422)
        try:
            plan = undo_change_set(self.change_set, by=self.user, reason=form.cleaned_data["reason"])
        except DomainError as error:
            add_domain_error(form, error)
            return self._ask(form, status=422)
        messages.success(request, told(plan))
        return htmx_redirect(request, self.back_url)

    @property
    def back_url(self) -> str:
        """Where the person came from, else the change set."""
        return self.next_url(self.change_set.get_absolute_url())

    def _ask(self, form: UndoForm, *, status: int = 200) -> HttpResponseBase:
        refusal = ""
        plan = plan_undo(self.change_set)
        try:
            refuse_undone(self.change_set)
        except DomainError as error:
            refusal = str(error)
        return self.render(
            status=status,
            change_set=self.change_set,
            form=form,
            back_url=self.back_url,
            plan=plan,
            refusal=refusal,
            going_back=describe_rows(plan.shown),
            archiving=any(model.link_to is None and _removes(steps) for model, steps in plan.steps.items()),
            more=max(0, plan.count() - SHOWN),
            staying=_staying(plan),
            more_staying=max(0, len(plan.conflicts) - SHOWN),
        )


def _removes(steps: list[Step]) -> bool:
    return any(step.kind == StepKind.REMOVE for step in steps)


def _staying(plan: UndoPlan) -> list[tuple[ObjectChange, Text]]:
    """The first records that stay as they are, with the reason."""
    first = plan.conflicts[:SHOWN]
    described = describe_rows([conflict.change for conflict in first])
    return [(told, conflict.why) for told, conflict in zip(described, first, strict=True)]


def told(plan: UndoPlan) -> str:
    """The result of an undo in a sentence or two."""
    done = plan.count()
    text = ngettext("%(count)d record was set back.", "%(count)d records were set back.", done) % {"count": done}
    if stayed := len(plan.conflicts):
        kept = ngettext("%(count)d stays as it is.", "%(count)d stay as they are.", stayed) % {"count": stayed}
        return f"{text} {kept}"
    return text

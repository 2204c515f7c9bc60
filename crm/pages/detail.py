"""The page of one record: header, panels, tabs with their own address, actions, history."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from crm.changes.current import change_set
from crm.errors import DomainError
from crm.pages.actions import Action
from crm.pages.edit import add_domain_error
from crm.pages.page import Button, Crumb, ObjectPage, Text, htmx_redirect
from crm.pages.telling import tell_done

Context = Callable[[Any, HttpRequest], dict[str, Any]]


@dataclass(frozen=True)
class Panel:
    """A part of a record's overview. `side` panels stand at the right, the others at the left.

    A `lazy` one is asked for once the page stands, so that the page does not wait for it.
    """

    slug: str
    title: Text
    template: str
    context: Context
    permission: str = ""
    side: bool = False
    position: int = 100
    lazy: bool = False


@dataclass(frozen=True)
class Tab:
    """A page of a record below its header, with an address of its own and a cheap count."""

    slug: str
    label: Text
    template: str
    context: Context
    permission: str = ""
    count: Callable[[Any], int | None] | None = None
    position: int = 100


@dataclass(frozen=True)
class Notice:
    """What whoever opens a record must read first: it stands under the header, on every tab."""

    slug: str
    template: str
    context: Context
    permission: str = ""


_notices: dict[type[Model], list[Notice]] = defaultdict(list)
_panels: dict[type[Model], list[Panel]] = defaultdict(list)
_tabs: dict[type[Model], list[Tab]] = defaultdict(list)
_actions: dict[type[Model], list[type[Action]]] = defaultdict(list)


def register_panel(model: type[Model], panel: Panel) -> None:
    """Put a panel on the overview of a record; called in `ready()` by the app that owns the panel."""
    _panels[model].append(panel)
    _panels[model].sort(key=lambda each: each.position)


def register_notice(model: type[Model], notice: Notice) -> None:
    """Put something under the header of a record; its template shows nothing where there is nothing to say."""
    _notices[model].append(notice)


def register_tab(model: type[Model], tab: Tab) -> None:
    """Give a record a further tab."""
    _tabs[model].append(tab)
    _tabs[model].sort(key=lambda each: each.position)


def register_action(model: type[Model], action: type[Action]) -> None:
    """Give a record a further action in its menu."""
    _actions[model].append(action)


@dataclass(frozen=True, slots=True)
class TabLink:
    """A tab as the page shows it."""

    tab: Tab
    url: str
    active: bool
    count: int | None


class DetailPage(ObjectPage):
    """A record's page: `queryset`, `panels`, `actions`; other apps register more of each.

    `/<pk>/` is the overview, `/<pk>/<part>/` a tab (GET) or an action (GET asks, POST does), `/<pk>/menu/` what
    the row's menu on a list holds.
    """

    actions: ClassVar[tuple[type[Action], ...]] = ()
    panels: ClassVar[tuple[Panel, ...]] = ()
    template_name = "pages/detail.html"
    header_template_name: ClassVar[str] = "pages/_header.html"
    action_template_name: ClassVar[str] = "pages/confirm.html"
    tab: Tab | None = None

    @property
    def title(self) -> Text:  # type: ignore[override]
        """The record."""
        return str(self.object)

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """The list, and the record where this is one of its parts."""
        crumbs = super().breadcrumbs
        return crumbs if getattr(self, "action", None) else crumbs[:1]

    def get(self, request: HttpRequest, *args: Any, part: str = "", **kwargs: Any) -> HttpResponseBase:
        """The overview, a tab, or the question of an action."""
        self.object = self.get_object()
        if not part:
            return self.render(panels=self.shown_panels(), **self.extra_context())
        if part == "menu":
            return self.render("pages/_row_menu.html")
        if tab := next((tab for tab in self.all_tabs() if tab.slug == part), None):
            return self._show_tab(tab)
        if panel := next((panel for panel in self.allowed_panels() if panel.lazy and panel.slug == part), None):
            return self._show_panel(panel)
        self.action = self._find_action(part)
        return self._ask(self.action.form_class(**self._action_arguments()))

    def post(self, request: HttpRequest, *args: Any, part: str = "", **kwargs: Any) -> HttpResponseBase:
        """Do an action."""
        self.object = self.get_object()
        self.action = action = self._find_action(part)
        form = action.form_class(request.POST, **self._action_arguments())
        if not form.is_valid():
            return self._ask(form, status=422)
        by, reason = self.request.user, str(form.cleaned_data.get("reason") or "")
        try:
            with change_set(by=by, verb=action.perform.__name__, reason=reason) as changes:
                action.perform(self.object, by=by, **form.cleaned_data)
        except DomainError as error:
            add_domain_error(form, error)
            return self._ask(form, status=422)
        url = self.next_url(self.after_action())
        tell_done(self.request, action.done(1), changes.row, back=url)
        return htmx_redirect(request, url)

    def extra_context(self) -> dict[str, Any]:
        """What the header and overview of this noun need besides panels."""
        return {}

    def after_action(self) -> str:
        """Where an action leads back to."""
        return self.url("detail", self.object.pk)

    def _action_arguments(self) -> dict[str, Any]:
        record_forms = getattr(self.action.form_class, "takes_record", False)
        return {"record": self.object} if record_forms else {}

    def _ask(self, form: Any, *, status: int = 200) -> HttpResponseBase:
        return self.render(
            self.action_template_name,
            status=status,
            form=form,
            action=self.action,
            sentence=self.action.change_of(self.object) or self.action.sentence(1),
            refusals=self.action.refusals(self.object),
        )

    def _show_tab(self, tab: Tab) -> HttpResponseBase:
        if tab.permission and not self.request.user.has_perm(tab.permission):
            raise PermissionDenied
        self.tab = tab
        template = tab.template if self.is_partial else None
        return self.render(template, **tab.context(self.object, self.request))

    def _show_panel(self, panel: Panel) -> HttpResponseBase:
        """A lazy panel: for htmx what stands in it, otherwise the record's page with this panel alone."""
        context = panel.context(self.object, self.request)
        if self.is_partial:
            return self.render("pages/_panel_body.html", panel=panel, panel_context=context)
        alone = (replace(panel, lazy=False), context)
        return self.render(panels={"main": [alone], "side": []}, **self.extra_context())

    def _find_action(self, slug: str) -> type[Action]:
        for action in self.all_actions():
            if action.slug == slug:
                if not action.allowed(self.request.user):
                    raise PermissionDenied
                return action
        raise Http404

    @classmethod
    def all_actions(cls) -> list[type[Action]]:
        """The page's own actions and those other apps registered."""
        return [action for action in (*cls.actions, *_actions[cls.model()]) if action.on_one]

    @classmethod
    def all_tabs(cls) -> list[Tab]:
        """The tabs of this kind of record."""
        return _tabs[cls.model()]

    @cached_property
    def offered(self) -> list[type[Action]]:
        """The actions this person may take on this record now."""
        user = self.request.user
        return [each for each in self.all_actions() if each.allowed(user) and each.offered_for(self.object)]

    def shown_panels(self) -> dict[str, list[tuple[Panel, dict[str, Any]]]]:
        """The overview's panels with their contexts, left and right."""
        shown: dict[str, list[tuple[Panel, dict[str, Any]]]] = {"main": [], "side": []}
        for panel in self.allowed_panels():
            context = {} if panel.lazy else panel.context(self.object, self.request)
            shown["side" if panel.side else "main"].append((panel, context))
        return shown

    def allowed_panels(self) -> list[Panel]:
        """The panels this person may see, in their order."""
        user = self.request.user
        panels = sorted((*self.panels, *_panels[self.model()]), key=lambda each: each.position)
        return [panel for panel in panels if not panel.permission or user.has_perm(panel.permission)]

    def notices(self) -> list[tuple[Notice, dict[str, Any]]]:
        """What is to be read first, for those who may."""
        user = self.request.user
        allowed = [each for each in _notices[self.model()] if not each.permission or user.has_perm(each.permission)]
        return [(each, each.context(self.object, self.request)) for each in allowed]

    @cached_property
    def tabs(self) -> list[TabLink]:
        """The tabs this person may open, with their counts."""
        user = self.request.user
        return [
            TabLink(
                tab,
                self.url("part", self.object.pk, tab.slug),
                tab is self.tab,
                tab.count(self.object) if tab.count else None,
            )
            for tab in self.all_tabs()
            if not tab.permission or user.has_perm(tab.permission)
        ]

    @cached_property
    def overview_url(self) -> str:
        """The record's first tab."""
        return self.url("detail", self.object.pk)

    @property
    def may_edit(self) -> bool:
        """Whether the reader may change the record; nobody changes an archived one."""
        return not getattr(self.object, "is_archived", False) and self.edit_button is not None

    @cached_property
    def edit_button(self) -> Button | None:
        """The pencil."""
        meta = self.model()._meta
        if not self.has_url("edit", self.pk) or not self.request.user.has_perm(
            f"{meta.app_label}.change_{meta.model_name}"
        ):
            return None
        return Button(_("Edit"), self.url("edit", self.pk), icon="pencil", shortcut="e")

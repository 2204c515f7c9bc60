"""The root of all page kinds: who may open it, what it is called, where it stands."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, ClassVar
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.mixins import AccessMixin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.views.generic.base import View

from crm.compiled import SAMPLE_KEY, Compiled

Text = str | Promise
LARGEST_KEY = BigIntegerField.MAX_BIGINT


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way to this page."""

    label: Text
    url: str


@dataclass(frozen=True, slots=True)
class Button:
    """A link in the header of a page."""

    label: Text
    url: str
    icon: str = ""
    style: str = ""
    shortcut: str = ""


class StaffRequest(HttpRequest):
    """What a page may rely on once it let somebody in: `user` is of the staff, `htmx` is what django-htmx says."""

    user: Any
    htmx: Any


class Page(AccessMixin, View):
    """A page for signed-in staff who hold `permission`, which has no default.

    Templates get `page` (this object) and what `context()` answers.
    """

    permission: ClassVar[str]
    request: StaffRequest
    title: Text
    template_name: str
    buttons: tuple[Button, ...] | list[Button] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for sign-in, then for the permission, then answer."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not self.may_open():
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def handle_no_permission(self) -> HttpResponseRedirect:
        """Sign in, and come back; an address that only takes a form leads back to the page where the form stood."""
        if "get" in self.http_method_names and hasattr(self, "get"):
            return super().handle_no_permission()
        stood_on = urlsplit(self.request.headers.get("Referer", ""))
        ours = stood_on.netloc == self.request.get_host()
        return redirect_to_login(urlunsplit(("", "", stood_on.path, stood_on.query, "")) if ours else "/")

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say that this address takes a form; somebody opened it by itself."""
        response = super().http_method_not_allowed(request, *args, **kwargs)
        response.content = render_to_string("405.html", request=request).encode()
        return response

    def may_open(self) -> bool:
        """Whether this person holds the permission."""
        return self.request.user.has_perm(self.get_permission())

    @classmethod
    def get_permission(cls) -> str:
        """The permission this page asks for; page kinds of a noun derive it from the model."""
        return cls.permission

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """The way here, without this page."""
        return []

    def context(self, **extra: Any) -> dict[str, Any]:
        """What the template sees."""
        return {"page": self, **extra}

    def render(self, template: str | None = None, *, status: int = 200, **extra: Any) -> TemplateResponse:
        """The page, or a part of it."""
        return TemplateResponse(self.request, template or self.template_name, self.context(**extra), status=status)

    @property
    def is_partial(self) -> bool:
        """Whether htmx asks for a part of this page (a boosted or restored page is a whole one)."""
        htmx: Any = getattr(self.request, "htmx", None)
        return bool(htmx) and not htmx.boosted and not htmx.history_restore_request

    def next_url(self, default: str) -> str:
        """Where to go afterwards: `next` of the request if it is a path of this site."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next") or ""
        if not (wanted.startswith("/") and wanted.isprintable()):
            return default
        if url_has_allowed_host_and_scheme(wanted, {self.request.get_host()}, require_https=self.request.is_secure()):
            return wanted
        return default


class SignedInPage(Page):
    """A page that any signed-in person may open; what it shows asks for permissions of its own."""

    permission = "signed in"

    def may_open(self) -> bool:
        """Whoever is signed in."""
        return True


class NounPage(Page):
    """A page about one kind of record, known from its queryset."""

    queryset: ClassVar[Any]  # a QuerySet with visible_to()
    permission_verb: ClassVar[str] = "view"

    @classmethod
    def model(cls) -> type[Model]:
        """The kind of record."""
        return cls.queryset.model

    @classmethod
    def get_permission(cls) -> str:
        """`app.verb_model`, unless the page declares another."""
        declared = getattr(cls, "permission", None)
        meta = cls.model()._meta
        return declared or f"{meta.app_label}.{cls.permission_verb}_{meta.model_name}"

    def url(self, name: str, *args: Any) -> str:
        """The address of a sibling page of this noun, such as `self.url("edit", pk)`."""
        match = self.request.resolver_match
        namespace = match.namespace if match else ""
        return reverse(f"{namespace}:{name}" if namespace else name, args=args)

    def has_url(self, name: str, *args: Any) -> bool:
        """Whether this noun has such a page."""
        try:
            self.url(name, *args)
        except NoReverseMatch:
            return False
        return True

    def visible(self) -> QuerySet[Any]:
        """The records this person may know of."""
        visible: QuerySet[Any] = self._everything.visible_to(self.request.user)
        return visible

    @cached_property
    def _everything(self) -> Any:
        return self.queryset.all()

    @property
    def noun(self) -> Text:
        """The noun within a sentence."""
        return self.model()._meta.verbose_name or ""

    @property
    def nouns(self) -> Text:
        """The noun in the plural, within a sentence."""
        return self.model()._meta.verbose_name_plural or ""

    @property
    def plural(self) -> Text:
        """The noun in the plural, with a capital."""
        return capfirst(self.model()._meta.verbose_name_plural or "")


class ObjectPage(NounPage):
    """A page about one record; a record the person may not see is as missing as one that is not there."""

    object: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the key; the record is read once the permission is known."""
        super().setup(request, *args, **kwargs)
        self.pk = int(kwargs["pk"])

    def get_object(self) -> Any:
        """The record, or 404."""
        visible = self.visible()
        if visible is not self._everything:
            return get_object_or_404(visible, pk=self.pk)
        found = _one_of(type(self))(self.pk) if self.pk <= LARGEST_KEY else []  # type: ignore[arg-type]
        if not found:
            raise Http404
        return found[0]

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """List › record."""
        crumbs = [Crumb(self.plural, self.url("list"))] if self.has_url("list") else []
        if self.has_url("detail", self.pk) and getattr(self, "object", None) is not None:
            crumbs.append(Crumb(str(self.object), self.url("detail", self.pk)))
        return crumbs


@cache
def _one_of(page: type[ObjectPage]) -> Compiled[Any]:
    """One record of a page's queryset by its key, for those who may know of every one."""
    return Compiled(lambda pk: page.queryset.filter(pk=pk), SAMPLE_KEY)


def htmx_redirect(request: HttpRequest, url: str) -> HttpResponse:
    """Leave for another page, from a whole page or from a part of one."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)

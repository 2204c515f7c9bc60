"""Every action of the product that must pass the gate, and how a test tries it on a blocked customer.

A new action that makes a job, an opportunity, a quote or an invoice needs a line in PASSES; without one
test_every_route.py fails, and with one that does not pass the gate it fails too.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from django import forms
from django.apps import apps
from django.urls import get_resolver, include, path

from contacts.gate.check import check_action
from contacts.gate.forms import GatedPage, GateFields
from contacts.models import GatedAction
from crm.changes.action import action
from crm.env import BASE_DIR
from crm.pages.checks import walk
from crm.pages.edit import CreatePage
from crm.pages.forms import PageForm
from crm.urls import urlpatterns as site_patterns
from customers.models import Customer, Note
from sites.models import Site
from staff.models import User

NOUNS = frozenset({"job", "opportunity", "quote", "invoice", "order", "visit"})
MAKING = frozenset(
    {
        *("accept", "add", "book", "convert", "copy", "create", "draft", "duplicate", "generate", "issue", "make"),
        *("plan", "request", "schedule", "send", "win", "open", "propose", "repeat", "import", "bill"),
        *("register", "enter", "reopen", "renew", "start", "save", "store", "publish", "approve", "run"),
        *(NOUNS - {"order"}),  # quote_service, invoice_customer; order_statuses sorts
    }
)
Try = Callable[[Customer, User], Any]


@action
def book_visit(
    customer: Customer,
    *,
    by: User,
    body: str = "Visit",
    site: Site | None = None,
    acknowledged: Any = False,
    override_reason: str = "",
) -> Note:
    """The sample: a gated action as jobs will have it, keeping a note instead of a job."""
    check_action(
        GatedAction.JOB,
        by=by,
        customer=customer,
        site=site,
        acknowledged=acknowledged,
        override_reason=override_reason,
    )
    note = Note(customer=customer, author=by, body=body)
    note.save()
    return note


# `module.name` → how it is tried; the rooms that make jobs, quotes and invoices add theirs here
PASSES: dict[str, Try] = {
    "tests.contacts.gated.book_visit": lambda customer, by: book_visit(customer, by=by),
}


class VisitForm(GateFields, PageForm):
    """Whose visit, and what for."""

    gated_action = GatedAction.JOB

    customer = forms.ModelChoiceField(Customer.objects.live())
    site = forms.ModelChoiceField(Site.objects.live(), required=False)
    body = forms.CharField(label="What for")


class BookVisit(GatedPage, CreatePage):
    """The sample's page."""

    queryset = Note.objects.all()
    permission = "customers.add_note"
    form_class = VisitForm
    title = "Book a visit"
    breadcrumbs = ()  # type: ignore[assignment]

    def perform(self, *, by: Any, customer: Customer, **values: Any) -> Note:  # type: ignore[override]
        """Through the action, as every page does."""
        return book_visit(customer, by=by, **values)


sample = ([path("visits/new/", BookVisit.as_view(), name="create")], "visits")
urlpatterns = [path("", include(sample)), *site_patterns]


def product_actions() -> Iterator[Any]:
    """Every function of the product that is marked as a domain action, wherever it stands."""
    for config in apps.get_app_configs():
        if Path(config.path).is_relative_to(BASE_DIR) and "site-packages" not in Path(config.path).parts:
            for module in modules_of(importlib.import_module(config.name)):
                yield from marked(module)


def modules_of(package: ModuleType) -> Iterator[ModuleType]:
    yield package
    for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if ".migrations" not in each.name:
            yield importlib.import_module(each.name)


def marked(module: ModuleType) -> list[Any]:
    """The domain actions a module defines."""
    functions = [each for _name, each in inspect.getmembers(module, inspect.isfunction)]
    return [each for each in functions if each.__module__ == module.__name__ and hasattr(each, "__wrapped__")]


def performed_by_pages() -> Iterator[Any]:
    """What the pages and buttons of the site call."""
    for _route, view in walk(get_resolver().url_patterns):
        page = getattr(view, "view_class", None)
        buttons = [getattr(page, name, ()) for name in ("actions", "bulk_actions")]
        for each in (page, *(one for some in buttons if isinstance(some, tuple) for one in some)):
            perform = getattr(each, "perform", None)
            if inspect.isfunction(perform):
                yield perform


def ungated_pages(views: Iterable[Any]) -> set[str]:
    """Pages that make something gated by a form without the gate, whatever they call to do it."""
    pages = {getattr(view, "view_class", None) for view in views} - {None}
    making = [page for page in pages if issubclass(page, CreatePage) and getattr(page, "queryset", None) is not None]
    named = [page for page in making if page.queryset.model._meta.model_name in NOUNS]
    return {page.__qualname__ for page in named if not issubclass(page, GatedPage)}


def must_pass(functions: Iterable[Any]) -> set[str]:
    """Those that make something gated, by their names: the house calls an action verb_noun."""
    found = set()
    for function in functions:
        verb, _underscore, rest = function.__name__.partition("_")
        nouns = {word.removesuffix("s").replace("ie", "y") for word in rest.split("_")}
        if verb in MAKING and (nouns & NOUNS or verb in NOUNS - {"order"}):
            found.add(f"{function.__module__}.{function.__name__}")
    return found

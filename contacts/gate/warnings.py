"""Pages of warnings: put one on something, change it, lift it, see what was decided in spite of it."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.actions import add_warning, change_warning, lift_warning
from contacts.forms import ReasonNeededForm, WarningForm
from contacts.gate.check import may_override
from contacts.gate.open_work import open_work_of
from contacts.models import Contact, Level, Warning
from crm.pages.edit import CreatePage, EditPage, RecordFormPage
from crm.pages.page import Crumb, ObjectPage, Text, htmx_redirect
from customers.models import Customer
from sites.models import Site

TARGETS: dict[str, Any] = {"customer": Customer, "contact": Contact, "site": Site}
LISTS = {Customer: "customers:list", Contact: "contacts:list", Site: "sites:list"}


def way_to(target: Any) -> list[Crumb]:
    """The list, and what the warning stands on."""
    name = capfirst(target._meta.verbose_name_plural)
    return [Crumb(name, reverse(LISTS[type(target)])), Crumb(str(target), target.get_absolute_url())]


def after_warning(warning: Warning) -> str:
    """A block asks what becomes of the work that is open; the rest leads back to what the warning stands on."""
    blocks = warning.level == Level.BLOCK and open_work_of(warning)
    return reverse("contacts:warning", args=[warning.pk]) if blocks else warning.get_absolute_url()


class AddWarning(CreatePage):
    """A warning on the record of the address; a block leads to what is open."""

    queryset = Warning.objects.all()
    form_class = WarningForm
    submit_label: Text = gettext_lazy("Put it in force")

    @cached_property
    def target(self) -> Any:
        """The customer, person or site, if the user may see it."""
        model = TARGETS.get(self.kwargs["kind"])
        if model is None:
            raise Http404
        visible = model.objects.visible_to(self.request.user)
        return get_object_or_404(visible.live(), pk=self.kwargs["target_pk"])

    @property
    def title(self) -> Text:  # type: ignore[override]
        """On what."""
        return _("Warning or block on %(target)s") % {"target": self.target}

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """What it stands on."""
        return way_to(self.target)

    def perform(self, *, by: Any, **values: Any) -> Warning:
        """Put it there."""
        return add_warning(self.target, by=by, **values)

    def done(self, record: Warning) -> str:
        """On what; the message stands there itself."""
        return _("%(level)s on %(target)s: in force now.") % {
            "level": record.get_level_display(),
            "target": self.target,
        }

    def after(self, record: Warning) -> str:
        """To what is open, or back."""
        return after_warning(record)


class ChangeWarning(EditPage):
    """A warning's text, level, days; one that has ended can be prolonged."""

    queryset = Warning.objects.filter(lifted_at__isnull=True).select_related("customer", "contact", "site")
    form_class = WarningForm
    perform = staticmethod(change_warning)

    @property
    def title(self) -> Text:  # type: ignore[override]
        """On what; the message stands in the form."""
        return _("Edit the warning on %(target)s") % {"target": self.object.target}

    def done(self, record: Warning) -> str:
        """On what."""
        return _("The warning on %(target)s was saved.") % {"target": record.target}

    def after(self, record: Warning) -> str:
        """To what is open, or back."""
        return after_warning(record)

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """What it stands on."""
        return way_to(self.object.target)


class WarningPage(ObjectPage):
    """One warning: what is open in spite of it, and who acted knowing it."""

    queryset = Warning.objects.select_related("customer", "contact", "site", "author", "lifted_by")
    template_name = "contacts/warning.html"
    object: Warning

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page."""
        self.object = self.get_object()
        decisions = self.object.decisions.select_related("by", "customer")[:100]
        may_change = self.object.lifted_at is None and request.user.has_perm("contacts.change_warning")
        return self.render(decisions=decisions, open_work=open_work_of(self.object), may_change=may_change)

    @property
    def title(self) -> Text:  # type: ignore[override]
        """On what."""
        return _("%(level)s on %(target)s") % {
            "level": self.object.get_level_display(),
            "target": self.object.target,
        }

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """What it stands on."""
        return way_to(self.object.target)

    @property
    def may_override(self) -> bool:
        """Whether the reader could act in spite of a block."""
        return may_override(self.request.user)


class LiftWarning(RecordFormPage):
    """Takes a warning away."""

    queryset = Warning.objects.filter(lifted_at__isnull=True).select_related("customer", "contact", "site", "author")
    permission_verb = "change"
    form_class: ClassVar[Any] = ReasonNeededForm
    template_name = "contacts/lift.html"
    object: Warning

    @property
    def title(self) -> Text:  # type: ignore[override]
        """What on what; the message stands above the question."""
        told = _("Lift the block on %(target)s") if self.is_block else _("Lift the warning on %(target)s")
        return told % {"target": self.object.target}

    @property
    def submit_label(self) -> Text:  # type: ignore[override]
        """By its name."""
        return _("Lift the block") if self.is_block else _("Lift the warning")

    @property
    def is_block(self) -> bool:
        """Whether it is more than a warning."""
        return self.object.level == Level.BLOCK

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """What it stands on."""
        return way_to(self.object.target)

    def carry_out(self, form: Any) -> HttpResponseBase:
        """Lift it and go back."""
        warning = lift_warning(self.object, by=self.request.user, **form.cleaned_data)
        told = _("The block on %(target)s was lifted.") if self.is_block else _("The warning on %(target)s was lifted.")
        messages.success(self.request, told % {"target": warning.target})
        return htmx_redirect(self.request, self.next_url(warning.get_absolute_url()))

"""The gate in a form: warnings appear as soon as the customer is chosen, a block empties the customer's field.

    class JobForm(GateFields, PageModelForm):
        gated_action = GatedAction.JOB
        class Meta: fields = ("customer", "site", …)

    class NewJob(GatedPage, CreatePage): …

The page's `perform` gets `acknowledged` (the warnings that were ticked, as `Read`) and `override_reason`, for
`contacts.gate.check.check_action`.
"""

from typing import Any, ClassVar

from django import forms
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contacts.gate.check import Blocked, Read, Stopped, Verdict, look, may_override
from contacts.models import Contact
from crm.pages.edit import FormPage
from crm.text import whole_number
from customers.models import Customer
from sites.models import Site


class GateWidget(forms.Widget):
    """The part of the form that htmx asks for when customer, contact or site change."""

    template_name = "contacts/widgets/gate.html"
    use_fieldset = True
    gated_action = ""
    verdict: Verdict = Verdict()
    may_override = False
    reason = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What stands in the way of the customer that is chosen."""
        ticked = {str(each) for each in value or ()}
        gate = gate_context(self.verdict, ticked=ticked, may_override=self.may_override, reason=self.reason)
        url = reverse("contacts:gate", args=[self.gated_action])
        return {**super().get_context(name, value, attrs), "gate": gate, "gate_url": url}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """The ticked ones."""
        return list(data.getlist(name)) if hasattr(data, "getlist") else list(data.get(name, []))


class Unshown(forms.Widget):
    """A field whose input stands within the gate's part."""

    template_name = "contacts/widgets/unshown.html"
    input_type = "hidden"


class TickedField(forms.Field):
    """The warnings that somebody says they have read, each with the version that was shown."""

    def clean(self, value: Any) -> list[Read]:
        """Pairs of whole numbers; anything else counts as not ticked."""
        halves = (each.partition("-") for each in value or ())
        read = ((whole_number(pk), whole_number(version)) for pk, _dash, version in halves)
        return [(pk, version) for pk, version in read if pk is not None and version is not None]


class GateFields(forms.Form):
    """Mixin of a form with a `customer`, and where it has them a `contact` and a `site`."""

    gated_action: ClassVar[str]

    acknowledged = TickedField(label=_("Warnings"), required=False, widget=GateWidget)
    override_reason = forms.CharField(label=_("Reason"), required=False, max_length=500, widget=Unshown)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget: Any = self.fields["acknowledged"].widget
        widget.gated_action = self.gated_action

    def show_gate(self, by: Any, *, verdict: Verdict | None = None) -> None:
        """Say what stands before the action, for the chosen customer or as the gate just answered."""
        widget: Any = self.fields["acknowledged"].widget
        widget.may_override = may_override(by)
        widget.reason = str(self.data.get(self.add_prefix("override_reason"), ""))
        widget.verdict = verdict if verdict is not None else self._look()

    def empty_customer(self) -> None:
        """Take the blocked customer out of the form and leave everything else as it was typed."""
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_prefix("customer")] = ""

    def _look(self) -> Verdict:
        chosen: dict[str, Any] = {
            name: self[name].value() for name in ("customer", "contact", "site") if name in self.fields
        }
        return verdict_on(self.gated_action, chosen)


class GatedPage(FormPage):
    """Mixin of a page whose form has GateFields; stands before the page kind."""

    def show(self, form: Any, *, status: int = 200) -> HttpResponseBase:
        """The form with what stands in the way, also where the page opens with a customer."""
        if not hasattr(form, "stopped_by"):
            form.show_gate(self.request.user)
        return super().show(form, status=status)

    def carry_out(self, form: Any) -> HttpResponseBase:
        """Do it; where the gate refuses, show every message, and empty the customer on a block."""
        try:
            return super().carry_out(form)
        except Stopped as stopped:
            form.stopped_by = stopped
            form.show_gate(self.request.user, verdict=stopped.verdict)
            if isinstance(stopped, Blocked) and not may_override(self.request.user):
                form.empty_customer()
            raise


def verdict_on(action: str, chosen: dict[str, Any]) -> Verdict:
    """What stands before an action for the ids somebody chose; nothing where there is no such customer."""
    found = {name: _one(model, chosen.get(name)) for name, model in MODELS.items()}
    if (customer := found.pop("customer")) is None:
        return Verdict()
    return look(action, customer=customer, **found)


def gate_context(verdict: Verdict, *, ticked: set[str], may_override: bool, reason: str = "") -> dict[str, Any]:
    """What the part shows."""
    ticks = [(each, f"{each.pk}-{each.version}") for each in verdict.warnings]
    lines = [(each, tick, tick in ticked) for each, tick in ticks]
    return {"lines": lines, "blocked": bool(verdict.blocks), "may_override": may_override, "reason": reason}


MODELS: dict[str, Any] = {"customer": Customer, "contact": Contact, "site": Site}


def _one(model: Any, pk: Any) -> Any:
    key = whole_number(str(pk or ""))
    return None if key is None else model._base_manager.filter(pk=key).first()

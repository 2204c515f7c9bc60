"""The part of a form that shows warnings as soon as the customer is chosen."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from contacts.gate.check import may_override
from contacts.gate.forms import gate_context, verdict_on
from contacts.models import GatedAction
from crm.pages.page import Page


class GatePart(Page):
    """`?customer=…&contact=…&site=…`: every message that stands before the action; what was typed stays."""

    permission = "contacts.view_warning"
    title = _("Warnings")
    template_name = "contacts/_gate.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The messages, with a box to tick for each warning."""
        if self.kwargs["action"] not in GatedAction.values:
            raise Http404
        chosen = {name: request.GET.get(name) for name in ("customer", "contact", "site")}
        verdict = verdict_on(self.kwargs["action"], chosen)
        ticked = set(request.GET.getlist("acknowledged"))
        reason = request.GET.get("override_reason", "")
        gate = gate_context(verdict, ticked=ticked, may_override=may_override(self.request.user), reason=reason)
        return self.render(gate=gate)

"""The context of a timeline: the entries, what they are narrowed by, and where the older ones are."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from crm.activity.forms import ActivityForm
from crm.changes.sight import kinds_seen_by, seen_by
from crm.changes.timeline import Filter, Timeline, activity_of, history_of
from crm.pages.detail import Tab


def timeline_context(
    request: HttpRequest, read: Callable[[Filter], Timeline], kinds: list[tuple[str, str]]
) -> dict[str, Any]:
    """`form`, `timeline`, `older_url` and whether htmx asks for older entries alone."""
    form = ActivityForm(request.GET, kinds=kinds)
    timeline = read(form.narrowed(seen_by(request.user))) if form.is_valid() else Timeline([], None)
    query = request.GET.copy()
    query["before"] = str(timeline.older or "")
    return {
        "form": form,
        "timeline": timeline,
        "older_url": f"?{query.urlencode()}" if timeline.older else "",
        "older_only": bool(getattr(request, "htmx", False)) and "before" in request.GET,
        "narrowed": any(request.GET.get(name) for name in ("kind", "person")),
    }


def customer_activity(customer: Any, request: HttpRequest) -> dict[str, Any]:
    """What happened to a customer and everything it owns."""
    kinds = kinds_seen_by(request.user, of_customers=True)
    return timeline_context(request, partial(_activity, customer), kinds)


def record_history(record: Any, request: HttpRequest) -> dict[str, Any]:
    """What happened to one record."""
    return timeline_context(request, lambda narrowed: history_of(record, narrowed=narrowed), [])


def _activity(customer: Any, narrowed: Filter) -> Timeline:
    return activity_of(customer.pk, narrowed=narrowed, about=customer)


ACTIVITY_TAB = Tab("activity", _("Activity"), "activity/_activity.html", customer_activity, position=900)
HISTORY_TAB = Tab("history", _("History"), "activity/_activity.html", record_history, position=900)

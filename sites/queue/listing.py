"""The list of places to locate: its columns, its filters, and what is done to many."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from crm.pages.actions import ActionForm
from crm.pages.archiving import OnLive, RestoreAction
from crm.pages.filters import ListFilterSet
from crm.pages.tables import Column, Table
from sites import actions
from sites.filters import CustomerFilter
from sites.models import PendingSite
from sites.querysets import PendingSiteQuerySet

FOUND = [("found", gettext_lazy("Found")), ("nothing", gettext_lazy("Not found")), ("new", gettext_lazy("New"))]


class QueueTable(Table):
    """Whose place it is, its address, and what the address service said of it."""

    cells = "sites/queue/cells.jinja"

    name = Column(sort="pk", card="name")
    customer = Column(card="second", export="customer__name")
    city = Column(gettext_lazy("Place"), card="place")
    accuracy = Column(gettext_lazy("Address service"), card="status")
    reference = Column(shown=False)
    source = Column()
    line1 = Column(shown=False)
    postal_code = Column(shown=False)
    country = Column(shown=False)

    class Meta(Table.Meta):
        order_by = "name"


class QueueFilter(ListFilterSet):
    """Every filter is a parameter of the list's address."""

    found = django_filters.ChoiceFilter(choices=FOUND, method="by_answer", label=gettext_lazy("Address service"))
    customer = CustomerFilter(label=gettext_lazy("Customer"), max_length=40)

    def by_answer(self, queryset: PendingSiteQuerySet, name: str, value: str) -> PendingSiteQuerySet:
        """What the address service said."""
        if value == "new":
            return queryset.unasked()
        return queryset.filter(asked_at__isnull=False, latitude__isnull=value == "nothing")


class RefusalForm(ActionForm):
    """Why it is no site; nothing leaves the queue without a word."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class Refuse(OnLive):
    """It is no site."""

    slug = "refuse"
    label = gettext_lazy("Refuse")
    icon = "x"
    permission = "sites.change_pendingsite"
    form_class = RefusalForm
    perform = staticmethod(actions.refuse_pending)
    will_happen = ngettext_lazy(
        "%(count)d place leaves the queue without becoming a site. It can be put back at any time.",
        "%(count)d places leave the queue without becoming sites. They can be put back at any time.",
        "count",
    )
    was_done = ngettext_lazy("%(count)d place was refused.", "%(count)d places were refused.", "count")

    @classmethod
    def offered_for(cls, record: PendingSite) -> bool:
        """While it waits."""
        return record.is_waiting

    @classmethod
    def narrow(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those that wait."""
        return super().narrow(queryset).filter(site__isnull=True)


class PutBack(RestoreAction):
    """It is a site after all."""

    label = gettext_lazy("Put back into the queue")
    permission = "sites.change_pendingsite"
    perform = staticmethod(actions.restore_pending)
    was_done = ngettext_lazy(
        "%(count)d place is back in the queue.",
        "%(count)d places are back in the queue.",
        "count",
    )

    @classmethod
    def change_of(cls, record: PendingSite, **values: Any) -> str:
        """What will happen."""
        return _("%(place)s waits to be located again.") % {"place": record}

"""Doubtful locations: what is wrong with each, and what to do about it."""

from typing import Any, ClassVar

import django_filters
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.background.queue import enqueue
from crm.pages.filters import ListFilterSet
from crm.pages.lists import ListPage
from crm.pages.page import NounPage
from crm.pages.tables import Column, Table
from sites.actions import confirm_location
from sites.filters import CustomerFilter
from sites.jobs import TellsOfJob
from sites.models import DoubtKind, LocationDoubt, Site
from sites.pages import PinsAreRight
from sites.tasks import CHECK
from staff.models import User


def settle_doubt(doubt: LocationDoubt, *, by: User) -> Site:
    """Say that the pin is right all the same."""
    return confirm_location(doubt.site, by=by)


class ItIsRight(PinsAreRight):
    """The pins are right in spite of the doubt."""

    slug = "right"
    label = gettext_lazy("The pins are right")
    perform = staticmethod(settle_doubt)
    on_one = False


class DoubtTable(Table):
    """Which site, why, and the ways to mend it."""

    cells = "sites/doubts/cells.jinja"

    site = Column(sort="pk", card="name", export="site__name")
    customer = Column(gettext_lazy("Customer"), accessor="pk", card="second", export="site__customer__name")
    kind = Column(shown=False)
    sentence = Column(gettext_lazy("Why"), accessor="pk", card="status", export=lambda doubt: doubt.sentence)
    mend = Column(gettext_lazy("Mend it"), accessor="pk", export="site__plus_code")

    class Meta(Table.Meta):
        order_by = "site"


class DoubtFilter(ListFilterSet):
    """Every filter is a parameter of the list's address."""

    kind = django_filters.MultipleChoiceFilter(choices=DoubtKind.choices, label=gettext_lazy("Doubt"))
    customer = CustomerFilter(field_name="site__customer", label=gettext_lazy("Customer"), max_length=40)


class DoubtList(TellsOfJob, ListPage):
    """All doubts that stand."""

    queryset = LocationDoubt.objects.standing()
    permission: ClassVar[str] = "sites.view_site"
    table_class = DoubtTable
    filterset_class = DoubtFilter
    bulk_actions = (ItIsRight,)
    task = CHECK
    template_name = "sites/doubts/list.html"
    empty_text = gettext_lazy("Nothing speaks against any location. It is looked at again every night.")
    empty_icon = "map-pin"

    @property
    def may_check(self) -> bool:
        """Whether the person may have everything checked now."""
        return self.request.user.has_perm("sites.change_site")


class CheckAgain(NounPage):
    """Has all locations checked in the background."""

    queryset = Site.objects.all()
    permission_verb = "change"
    http_method_names = ["post"]
    title = gettext_lazy("Check all locations")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Queue it."""
        enqueue(CHECK, owner=self.request.user, label=_("Check all locations"), url=self.url("list"))
        return redirect(self.url("list"))

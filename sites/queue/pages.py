"""The pages of the queue: the list, looking everything up, and locating one place after the other."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.background.queue import enqueue
from crm.changes.current import change_set
from crm.errors import DomainError
from crm.pages.detail import DetailPage
from crm.pages.edit import add_domain_error
from crm.pages.lists import ListPage
from crm.pages.page import NounPage
from crm.pages.telling import tell_done
from crm.text import whole_number
from sites.actions import locate_pending
from sites.actions.looking_up import ASKED_AT_MOST
from sites.geocoders import Point
from sites.jobs import TellsOfJob
from sites.lookup import middle_of_town, number_of
from sites.models import PendingSite
from sites.querysets import PendingSiteQuerySet
from sites.queue.forms import LocateForm
from sites.queue.listing import PutBack, QueueFilter, QueueTable, Refuse
from sites.tasks import LOOK_UP


class QueueList(TellsOfJob, ListPage):
    """Everything that waits, or was refused."""

    queryset = PendingSite.objects.unlocated()
    table_class = QueueTable
    filterset_class = QueueFilter
    bulk_actions = (Refuse, PutBack)
    task = LOOK_UP
    template_name = "sites/queue/list.html"
    title = gettext_lazy("Places to locate")
    empty_text = gettext_lazy("Nothing waits: every imported place has its pin or was refused.")
    empty_icon = "map-pin"

    @property
    def places(self) -> PendingSiteQuerySet:
        """What this person may know of."""
        return PendingSite.objects.visible_to(self.request.user)

    @cached_property
    def first(self) -> PendingSite | None:
        """Where locating begins."""
        return self.places.waiting().order_by("pk").first()

    @cached_property
    def unasked(self) -> int:
        """How many addresses one run would look up."""
        return min(self.places.waiting().unasked().count(), ASKED_AT_MOST)

    @property
    def may_locate(self) -> bool:
        """Whether the person works on the queue."""
        return self.may("change")


class LookUpAll(NounPage):
    """Has the waiting addresses looked up in the background."""

    queryset = PendingSite.objects.all()
    permission_verb = "change"
    http_method_names = ["post"]
    title = gettext_lazy("Look up the addresses")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Queue it."""
        label = _("Look up the addresses of places to locate")
        enqueue(LOOK_UP, owner=self.request.user, label=label, url=self.url("list"), user_id=self.request.user.pk)
        return redirect(self.url("list"))


class LocatePage(DetailPage):
    """One place: what is known, what the address service found, and where a person puts it; then the next one."""

    queryset = PendingSite.objects.select_related("customer", "site", "archive_batch")
    actions = (Refuse, PutBack)
    template_name = "sites/queue/place.html"

    @cached_property
    def waiting(self) -> PendingSiteQuerySet:
        """The places that this person goes through: those of one customer, where the address says so."""
        places = PendingSite.objects.visible_to(self.request.user).waiting()
        customer = whole_number(self.request.GET.get("customer", ""))
        return places if customer is None else places.filter(customer=customer)

    @cached_property
    def number(self) -> int:
        """How many waiting places stand before it, and itself."""
        return self.waiting.filter(pk__lte=self.object.pk).count()

    @cached_property
    def total(self) -> int:
        """How many wait."""
        return self.waiting.count()

    @cached_property
    def next_place_url(self) -> str:
        """The next place, or the list when this is the last one."""
        if (following := self.waiting.after(self.object)) is None:
            return self.url("list")
        query = self.request.GET.urlencode()
        return f"{following.get_absolute_url()}{'?' if query else ''}{query}"

    @property
    def may_locate(self) -> bool:
        """Whether the person may give it a pin now."""
        user = self.request.user
        return self.object.is_waiting and user.has_perm("sites.change_pendingsite") and user.has_perm("sites.add_site")

    @property
    def country_number(self) -> str:
        """The ISO number of its country, which the map shows while nothing was found."""
        return number_of(str(self.object.country))

    @property
    def start(self) -> Point | None:
        """Its town, where it is known."""
        return middle_of_town(self.object.city, str(self.object.country))

    def extra_context(self) -> dict[str, Any]:
        """The form with the place's address."""
        return {"form": LocateForm(place=self.object)} if self.may_locate else {}

    def post(self, request: HttpRequest, *args: Any, part: str = "", **kwargs: Any) -> HttpResponseBase:
        """Locate it, or carry out one of the actions."""
        if part:
            return super().post(request, *args, part=part, **kwargs)
        self.object = self.get_object()
        if not self.object.is_waiting:
            return self._go_on()
        if not self.may_locate:
            return self.handle_no_permission()
        form = LocateForm(request.POST, place=self.object)
        if not form.is_valid() or form.candidates:
            return self.render(status=200 if form.candidates else 422, form=form, panels={})
        return self._locate(form)

    def _locate(self, form: LocateForm) -> HttpResponseBase:
        by = self.request.user
        try:
            with change_set(by=by, verb="locate_pending") as changes:
                site = locate_pending(self.object, by=by, **form.location, **form.address)
        except DomainError as error:
            add_domain_error(form, error)
            self.object = self.get_object()
            if not self.object.is_waiting:
                return self._go_on()
            form.compare_with(self.object)
            return self.render(status=422, form=form, panels={})
        tell_done(self.request, _("%(place)s is located.") % {"place": site}, changes.row, back=self.request.path)
        return redirect(self.next_place_url)

    def _go_on(self) -> HttpResponseBase:
        """To the next place, as somebody else located or refused this one."""
        messages.error(self.request, _("%(name)s has left the queue already.") % {"name": self.object})
        return redirect(self.next_place_url)

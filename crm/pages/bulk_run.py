"""A bulk action over many rows: carried out in the background, batch by batch, and taken up where it stopped."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.background.queue import enqueue
from crm.changes.current import begin_change_set, reopen_change_set
from crm.changes.models import ChangeSet, Route
from crm.changes.outcome import Outcome
from crm.errors import DomainError
from crm.pages.actions import Action
from crm.pages.lists import ListPage
from crm.pages.models import BulkRun
from crm.pages.page import StaffRequest
from crm.pages.selection import Selection, perform_on_records, perform_on_rows

if TYPE_CHECKING:
    from crm.background.registry import Progress

TASK = "pages.bulk"
BATCH = 500
REFUSALS_KEPT = 500


@transaction.atomic
def start_bulk_run(list_page: type[ListPage], action: type[Action], request: StaffRequest, *, total: int) -> BulkRun:
    """Queue a bulk action as it was confirmed: the list's address and the form, to be read again by the worker."""
    reason = request.POST.get("reason", "")[:500]
    opened = begin_change_set(by=request.user, verb=action.verb_for_many(), route=Route.BULK, reason=reason)
    run = BulkRun.objects.create(
        owner_id=request.user.pk,
        list_page=f"{list_page.__module__}.{list_page.__qualname__}",
        action=action.slug,
        query=request.GET.urlencode(),
        data=request.POST.urlencode(),
        back_url=f"{request.path.rsplit('bulk/', 1)[0]}?{request.GET.urlencode()}",
        label=str(action.label),
        change_set=opened,
        total=total,
    )
    url = reverse("bulk-run", args=[run.pk])
    run.job = enqueue(TASK, owner=request.user, label=str(action.label), url=url, run_id=run.pk)
    run.save(update_fields=["job"])
    return run


class BulkWork:
    """A run as the worker sees it."""

    def __init__(self, run: BulkRun) -> None:
        list_page: type[ListPage] = import_string(run.list_page)
        self.run, self.owner = run, run.owner
        self.action = next(action for action in list_page.bulk_actions if action.slug == run.action)
        if not self.owner.is_active or not self.action.allowed(self.owner):
            raise DomainError(_("You may no longer do this. Nothing more was changed."))
        data = QueryDict(run.data)
        form = self.action.form_class(data)
        if not form.is_valid():
            raise DomainError(_("What was filled in is no longer valid. Nothing more was changed."))
        self.values: dict[str, Any] = form.cleaned_data
        self.rows = self._rows(list_page, self.owner, data)

    def _rows(self, list_page: type[ListPage], user: AbstractBaseUser, data: QueryDict) -> QuerySet[Any]:
        visible = list_page.queryset.all().visible_to(user)
        listing = list_page.listing_of(visible, QueryDict(self.run.query), user)
        return self.action.narrow(Selection(listing, data).rows)

    def step(self) -> bool:
        """One batch in one transaction, with the place it reached; False when there is none left."""
        if self.run.change_set_id is None:
            return False
        with reopen_change_set(self.run.change_set_id):
            self.run = run = BulkRun.objects.select_for_update(of=("self",)).get(pk=self.run.pk)
            batch = list(self.rows.order_by("pk").filter(pk__gt=run.last_pk)[:BATCH])
            if not batch:
                return False
            outcome = self._perform(batch)
            run.last_pk = batch[-1].pk
            run.seen += len(batch)
            run.done += outcome.done
            run.refused += len(outcome.refusals)
            room = REFUSALS_KEPT - len(run.refusals)
            run.refusals += [[str(each.record), each.reasons] for each in outcome.refusals[:room]]
            run.save()
        return True

    def _perform(self, batch: list[Any]) -> Outcome:
        if self.action.perform_rows is None:
            return perform_on_records(self.action, batch, by=self.owner, values=self.values)
        rows = self.rows.model._default_manager.filter(pk__in=[record.pk for record in batch])
        return perform_on_rows(self.action, rows, by=self.owner, values=self.values)


def perform_bulk_run(progress: "Progress", run_id: int) -> str:
    """Carry a run out, from where it stands, to its end."""
    work = BulkWork(BulkRun.objects.select_related("owner").get(pk=run_id))
    progress.advance(work.run.seen, work.run.total)
    while work.step():
        progress.advance(work.run.seen, work.run.total)
    run = BulkRun.objects.get(pk=run_id)
    if not run.done and run.change_set_id:
        ChangeSet.objects.filter(pk=run.change_set_id, counts={}).delete()
    if not run.refused:
        return work.action.done(run.done)
    refused = ngettext("%(count)d was refused.", "%(count)d were refused.", run.refused) % {"count": run.refused}
    return f"{work.action.done(run.done)} {refused}"

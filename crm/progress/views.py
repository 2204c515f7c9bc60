"""How far a background job is, for whoever started it; a page one may leave."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from crm.background.models import BackgroundJob
from crm.background.queue import cancel
from crm.errors import DomainError
from crm.pages.page import SignedInPage


class JobPage(SignedInPage):
    """One's own job: asked again once a second by htmx until it is over."""

    template_name = "background/job.html"

    @property
    def title(self) -> str:  # type: ignore[override]
        """What is being done."""
        return self.job.label

    def get(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponseBase:
        """The page, or its progress alone; the page that asked is loaded again once the job is over."""
        self.job = own_job(request, pk)
        if not self.is_partial:
            return self.render(job=self.job)
        if self.job.is_over:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return self.render("background/_progress.html", job=self.job)


class CancelJob(SignedInPage):
    """Stops one's own job after its present batch."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponseBase:
        """Ask it to stop."""
        job = own_job(request, pk)
        try:
            cancel(job)
        except DomainError as refusal:
            messages.info(request, str(refusal))
        return redirect(self.next_url(job.get_absolute_url()))


def own_job(request: HttpRequest, pk: int) -> BackgroundJob:
    """A job of this person; others' are as missing as those that are not there."""
    return get_object_or_404(BackgroundJob, pk=pk, owner_id=request.user.pk)

"""The page that shows how far a bulk action in the background is, and what it refused."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from crm.pages.models import BulkRun
from crm.pages.page import Crumb, SignedInPage, Text


class BulkRunPage(SignedInPage):
    """A run, for whoever started it; it asks again every second until it is over."""

    queryset: ClassVar[QuerySet[BulkRun]] = BulkRun.objects.select_related("job")
    template_name = "pages/bulk_run.html"
    run: BulkRun

    @property
    def title(self) -> Text:  # type: ignore[override]
        """What is done."""
        return self.run.label

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """The list it was started from."""
        return [Crumb(self.run.label, self.run.back_url)]

    def get(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
        """The whole page, or the part that moves."""
        self.run = get_object_or_404(self.queryset.filter(owner=request.user.pk), pk=pk)
        return self.render("pages/_bulk_run.html" if self.is_partial else None, run=self.run)

"""The global search page and the suggestions of the search box."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from crm.pages.page import SignedInPage
from crm.search.registry import find_everywhere


class SearchPage(SignedInPage):
    """`/search/?q=`: all nouns; one single hit is opened at once when Enter asks for it."""

    title = _("Search")
    template_name = "pages/search.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The groups of hits."""
        text = request.GET.get("q", "")[:200]
        found = find_everywhere(request.user, text, limit=20)
        if len(found) == 1 and len(found[0].hits) == 1:
            return redirect(found[0].hits[0].url)
        return self.render(found=found, text=text)


class SuggestPage(SignedInPage):
    """The listbox under the search box."""

    title = _("Search")
    template_name = "pages/_suggestions.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The best few of each noun."""
        text = request.GET.get("q", "")[:200]
        return self.render(found=find_everywhere(request.user, text, limit=6), text=text)

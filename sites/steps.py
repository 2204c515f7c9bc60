"""Searching for the place on the site's form, one step a button: it works where no script runs."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from crm.pages.edit import FormPage
from sites import lookup
from sites.lookup import Found

ADDRESS = ("line1", "line2", "city", "state", "postal_code")


@dataclass(slots=True)
class Search:
    """The search bar as the page shows it; `proposal` is the address under the pin, in one line."""

    text: str
    session: str
    found: Found = field(default_factory=Found)
    proposal: str = ""


class SearchSteps(FormPage):
    """A form with a search bar. A button of the search answers with the same form, what was typed kept."""

    fields_template_name = "sites/_fields.html"

    @cached_property
    def search(self) -> Search:
        """The bar as it was sent; the session is kept until a place is chosen."""
        sent = self.request.POST
        text = sent.get("search", self.first_question)[: lookup.LONGEST]
        return Search(text, lookup.session_of(sent.get("session", "")))

    @property
    def first_question(self) -> str:
        """What the bar holds before anybody typed."""
        return ""

    @property
    def knows_streets(self) -> bool:
        """Whether the search finds addresses rather than towns alone."""
        return lookup.knows_streets()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A step of the search, or saving. Enter in any field presses the first button: without a question it saves."""
        steps = {"find": self.find, "use": self.use, "here": self.here, "adopt": self.adopt}
        step = next((steps[name] for name in steps if name in request.POST), None)
        if step is None or (step == self.find and not self.search.text.strip()):
            return super().post(request, *args, **kwargs)
        values = step()
        typed = {name: str(value) for name, value in request.POST.items()}
        arguments = {**self.form_arguments(), "initial": {**typed, **values}}
        return self.show(self.form_class(**arguments))

    def find(self) -> dict[str, str]:
        """Places to choose from."""
        sent = self.request.POST
        near = lookup.read_point(sent.get("latitude", ""), sent.get("longitude", ""))
        country = sent.get("country", "")[:2]
        self.search.found = lookup.suggest(self.search.text, session=self.search.session, country=country, near=near)
        return {}

    def use(self) -> dict[str, str]:
        """The place that was chosen, into the fields."""
        chosen = self.request.POST.get("place", "")
        if not chosen:
            self.find()
            self.search.found.message = _("Choose one of the places.")
            return {}
        self.search.found = lookup.choose(chosen, session=self.search.session)
        if self.search.found.values:
            self.search.text, self.search.session = "", str(uuid4())
        return self.search.found.values

    def here(self) -> dict[str, str]:
        """The address of the typed coordinates: filled in where none is written, else proposed."""
        values = self.adopt()
        address = lookup.in_one_line(values)
        if not address or not any(self.request.POST.get(name, "").strip() for name in ADDRESS):
            return values
        self.search.proposal = address
        return {}

    def adopt(self) -> dict[str, str]:
        """The address of the typed coordinates, instead of what is written."""
        sent = self.request.POST
        point = lookup.read_point(sent.get("latitude", ""), sent.get("longitude", ""))
        if point is None:
            self.search.found.message = _("Type both coordinates first.")
            return {}
        self.search.found = lookup.address_at(*point)
        return self.search.found.values

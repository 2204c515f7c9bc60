"""What the site form asks for while somebody types or moves the pin: JSON, for whoever may write sites."""

from dataclasses import asdict
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from crm.pages.page import Page
from sites import lookup
from sites.geocoders import Point


class LookupPage(Page):
    """An answer for the form's script. It costs quota, so mere readers get none."""

    permission = "sites.add_site"
    title = ""

    def may_open(self) -> bool:
        """Whoever may add or change sites."""
        return any(self.request.user.has_perm(f"sites.{verb}_site") for verb in ("add", "change"))

    def asked(self, name: str, longest: int = lookup.LONGEST) -> str:
        """A parameter, cut to a length that means something."""
        return str(self.request.GET.get(name, ""))[:longest]

    @property
    def point(self) -> Point | None:
        """The coordinates asked about, or None."""
        return lookup.read_point(self.asked("latitude", 30), self.asked("longitude", 30))


class SuggestPlaces(LookupPage):
    """`suggestions/?text=&session=&country=`: at most five places, or the reason why there are none."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Suggestions, each with `place_id`, `title`, `detail`."""
        session = lookup.session_of(self.asked("session"))
        found = lookup.suggest(self.asked("text"), session=session, country=self.asked("country", 2), near=self.point)
        return JsonResponse(
            {"suggestions": [asdict(each) for each in found.suggestions], "message": found.message, "session": session}
        )


class ChoosePlace(LookupPage):
    """`place/?place=&session=`: the values of a suggestion, and the session of the next search."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Values by field name, and what to tell."""
        found = lookup.choose(self.asked("place", 1000), session=lookup.session_of(self.asked("session")))
        told = lookup.told_location(
            found.values.get("latitude"), found.values.get("longitude"), found.values.get("city", "")
        )
        return JsonResponse({"values": found.values, "told": told, "message": found.message, "session": str(uuid4())})


class AddressHere(LookupPage):
    """`here/?latitude=&longitude=&city=`: the address under the pin, for the person to take or leave."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Values by field name, the address in one line, and what to tell."""
        point = self.point
        if point is None:
            return JsonResponse({"values": {}, "address": "", "told": lookup.told_location("", ""), "message": ""})
        found = lookup.address_at(*point)
        told = lookup.told_location(point[0], point[1], found.values.get("city", ""))
        address = lookup.in_one_line(found.values)
        return JsonResponse({"values": found.values, "address": address, "told": told, "message": found.message})


class CountryCustoms(LookupPage):
    """`customs/?country=`: what the parts of an address are called there."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The labels of region and postal code, an example of the code, and the country's number on the map."""
        country = self.asked("country", 2)
        return JsonResponse({**lookup.labels_of(country), "number": lookup.number_of(country)})

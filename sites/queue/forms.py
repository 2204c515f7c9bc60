"""The form that locates a place: accept what was found, or type where it is."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.errors import Misconfigured, Rejected, TryLater
from crm.pages.forms import PageForm
from customers.actions.values import ADDRESS_FIELDS
from sites.geocoders import Address, Place, Point, Suggestion, geocoder
from sites.models import PendingSite
from sites.typed import point_of

NAMES = ("name", *ADDRESS_FIELDS)
CANDIDATES = 5
UNSEEN = ("place_id", "session", "version")


class LocateForm(PageForm):
    """`where` takes coordinates, a Plus Code, or an address to choose from; left empty, what was found is accepted.

    Once valid, either `candidates` are to be shown, or `location` holds the values for `locate_pending`.
    """

    where = forms.CharField(
        label=gettext_lazy("Where is it?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Coordinates, a Plus Code, or an address to look for. Empty: the address is looked up."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "48.8566, 2.3522"}),
    )
    place_id = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
    session = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, place: PendingSite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        if place.latitude is not None:
            accepted = _("Empty: what was found is accepted. Or coordinates, a Plus Code, an address.")
            self.fields["where"].help_text = accepted
        elif place.asked_at:
            self.fields["where"].widget.attrs["autofocus"] = True
        self.candidates: list[Suggestion] = []
        self.location: dict[str, Any] = {}
        for name in NAMES:
            field: Any = PendingSite._meta.get_field(name)
            self.fields[name] = field.formfield(required=name in ("name", "country"))
            self.initial[name] = str(getattr(place, name))
        self.initial.update(version=place.version, session=uuid.uuid4())

    @property
    def address_fields(self) -> list[forms.BoundField]:
        """Name and address, to be corrected where they are wrong."""
        return [self[name] for name in NAMES]

    @property
    def address(self) -> dict[str, Any]:
        """Name and address as the site will have them."""
        return {name: self.cleaned_data[name] for name in NAMES}

    def clean(self) -> dict[str, Any]:
        """Understand where it is."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors.keys().isdisjoint(UNSEEN):  # what stands beside an unseen field is read by nobody
            message = _("That did not work and nothing was changed. Load the page again and try once more.")
            self.add_error(None, message)
        self.location = {"version": values.get("version")}
        where = values.get("where", "")
        try:
            if values.get("place_id"):
                self.location |= _facts(geocoder().resolve(values["place_id"], session=self._session))
            elif where:
                self._understand(where)
            elif self.place.latitude is None:
                self._look_up_address()
        except ValueError as error:
            self.add_error("where", str(error))
        except Rejected:
            self.add_error("where", _("This place is not there any more: choose another."))
        except (TryLater, Misconfigured):
            self.add_error("where", _("The address service does not answer. Coordinates and Plus Codes work always."))
        return values

    def _understand(self, where: str) -> None:
        country, city = str(self.cleaned_data.get("country", "")), str(self.cleaned_data.get("city", ""))
        if point := point_of(where, country=country, city=city, near=self._proposed):
            self.location |= {"latitude": point[0], "longitude": point[1]}
            return
        self.candidates = geocoder().suggest(where, session=self._session, country=country, near=self._proposed)
        if not self.candidates:
            self.add_error("where", _("Nothing is called so. Try the town alone, coordinates or a Plus Code."))

    def _look_up_address(self) -> None:
        """Nothing was found or asked yet: the places of the address as it stands in the form."""
        address = Address(**{name: str(self.cleaned_data.get(name, "")) for name in ADDRESS_FIELDS})
        for place in geocoder().geocode(address)[:CANDIDATES]:
            town = ", ".join(part for part in (f"{place.postal_code} {place.city}".strip(), place.country) if part)
            self.candidates.append(Suggestion(place.line1 or place.city, town, place.place_id, place.provider))
        if not self.candidates:
            self.add_error("where", _("Nothing is found for this address. Type coordinates, a Plus Code or the town."))

    def compare_with(self, place: PendingSite) -> None:
        """Keep what was typed; what is sent next is compared with the place as it is shown now."""
        data: Any = self.data.copy()
        data["version"] = place.version
        self.place, self.data = place, data

    @property
    def address_is_wrong(self) -> bool:
        """Whether name or address have an error."""
        return any(field.errors for field in self.address_fields)

    @property
    def _session(self) -> str:
        return str(self.cleaned_data.get("session") or uuid.uuid4())

    @property
    def _proposed(self) -> Point | None:
        latitude, longitude = self.place.latitude, self.place.longitude
        return None if latitude is None or longitude is None else (latitude, longitude)


def _facts(place: Place) -> dict[str, Any]:
    """The coordinates of a chosen place, and what is known about them."""
    return {
        "latitude": place.latitude,
        "longitude": place.longitude,
        "location_source": "search",
        "accuracy": place.accuracy,
        "provider": place.provider,
        "provider_place_id": place.place_id,
    }

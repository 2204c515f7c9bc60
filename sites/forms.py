"""Forms about sites; their field names are the keyword names of the actions."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm.pages.forms import PageModelForm
from customers.forms import PLACE
from customers.models import Customer, RegulatoryRegion
from sites.lookup import labels_of, number_of, told_location
from sites.models import Accuracy, LocationSource, Site
from sites.pluscodes import in_range

PIN = ("latitude", "longitude")
# How the coordinates came about, carried along unseen
FACTS = ("location_source", "accuracy", "provider", "provider_place_id")
BY_HAND = {
    "location_source": LocationSource.MANUAL,
    "accuracy": Accuracy.UNKNOWN,
    "provider": "",
    "provider_place_id": "",
}


class SiteForm(PageModelForm):
    """What a place is called, its address, and where it is; the rest stands in groups that open.

    `placed` holds the coordinates that the unseen facts are about: where somebody typed others, they were typed.
    """

    latitude = forms.DecimalField(label=_("Latitude"), required=False, max_digits=20)
    longitude = forms.DecimalField(label=_("Longitude"), required=False, max_digits=20)
    confirmed = forms.BooleanField(
        label=_("I have looked: the pin stands in the right place"), required=False, initial=False
    )
    location_source = forms.ChoiceField(choices=LocationSource.choices, required=False, widget=forms.HiddenInput)
    accuracy = forms.ChoiceField(choices=Accuracy.choices, required=False, widget=forms.HiddenInput)
    provider = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    provider_place_id = forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)
    placed = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)

    class Meta:
        model = Site
        fields = ("name", "reference", "site_type", *PLACE, *PIN, "address_note", "region", *FACTS[:2])
        widgets = {"address_note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = RegulatoryRegion.objects.filter(retired=False) | RegulatoryRegion.objects.filter(
            pk=self.instance.region_id
        )
        self.fields["region"].queryset = regions
        self.fields["country"].required = True
        self._speak_as_the_country_does()
        for name in PIN:
            self.fields[name].widget.attrs |= {"step": "any", "inputmode": "decimal", "autocomplete": "off"}
        if self.instance.pk:
            self._keep_facts()

    def _speak_as_the_country_does(self) -> None:
        """Region and postal code by the names they have in the country chosen."""
        labels = labels_of(str(self["country"].value() or ""))
        self.fields["state"].label = labels["state"]
        self.fields["postal_code"].label = labels["postal_code"]
        self.fields["postal_code"].help_text = labels["postal_code_hint"] or " "  # the script writes here

    @property
    def told(self) -> str:
        """Whether the location is set."""
        latitude, longitude = (self[name].value() for name in PIN)
        return told_location(latitude, longitude, str(self["city"].value() or ""))

    @property
    def country_number(self) -> str:
        """The ISO number of the country chosen, which the map shows until there is a pin."""
        return number_of(str(self["country"].value() or ""))

    @property
    def needed_fields(self) -> list[forms.BoundField]:
        """The fields at the left."""
        return [self[name] for name in ("name", "site_type", *PLACE)]

    @property
    def place_fields(self) -> list[forms.BoundField]:
        """The fields under the map."""
        return [self[name] for name in PIN]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        """The fields below."""
        return [self[name] for name in ("confirmed", "address_note", "reference", "region")]

    def _keep_facts(self) -> None:
        """A site that stays where it is keeps what is known about its coordinates."""
        site = self.instance
        facts = {"provider": site.provider, "provider_place_id": site.provider_place_id}
        self.initial = {**facts, "placed": placed(site.latitude, site.longitude), **self.initial}

    def clean(self) -> dict[str, Any]:
        """Both coordinates or an error that says what to do; facts only about these very coordinates."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        stands_for = values.pop("placed", "")
        if not self.errors.keys() & set(PIN):
            latitude, longitude = (values.get(name) for name in PIN)
            if latitude is None or longitude is None:
                self.add_error("latitude", _("Set the location: search for the address or put the pin on the map."))
            elif not in_range(latitude, longitude):
                self.add_error("latitude", _("Latitude goes from −90 to 90, longitude from −180 to 180."))
            elif placed(latitude, longitude) != stands_for:
                values |= BY_HAND
                self._ask_about_null_island(values)
        return values

    def _ask_about_null_island(self, values: dict[str, Any]) -> None:
        """0, 0 is where coordinates end up that somebody left out; who has looked may mean it."""
        if not values["latitude"] and not values["longitude"] and not values.get("confirmed"):
            text = _("Is the site really at 0, 0, in the sea off Africa? If so, tick “%(label)s” below.")
            self.add_error("latitude", text % {"label": self.fields["confirmed"].label})

    def _post_clean(self) -> None:
        """Leave the record alone: the domain action checks and sets the values."""


class NewSiteForm(SiteForm):
    """A further site of a customer. The first one is most often where the customer is: it begins with that."""

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        initial = {"country": customer.country or settings.DEFAULT_COUNTRY}
        if not customer.sites.exists():
            initial |= {name: str(getattr(customer, name)) for name in ("name", *PLACE) if getattr(customer, name)}
        super().__init__(*args, **{**kwargs, "initial": {**initial, **(kwargs.get("initial") or {})}})
        self.fields["region"].empty_label = _("That of the customer")


def placed(latitude: Decimal, longitude: Decimal) -> str:
    """Coordinates as the unseen facts name them."""
    return f"{latitude:.6f},{longitude:.6f}"

"""A circle on the map in a list's address: `latitude`, `longitude` and `km`."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import SuffixedMultiWidget

from sites.pluscodes import in_range
from sites.querysets import SiteQuerySet

PARAMETERS = ("latitude", "longitude", "km")
DEFAULT_KM = Decimal(5)
FARTHEST_KM = 20_100  # a little more than half the way around the Earth
LABELS = {"latitude": _("Latitude"), "longitude": _("Longitude"), "km": _("Distance in km")}


@dataclass(frozen=True, slots=True)
class Area:
    """Everything at most `km` kilometres from a point in degrees."""

    latitude: Decimal
    longitude: Decimal
    km: Decimal

    def __str__(self) -> str:
        words = {name: number_format(getattr(self, name)) for name in PARAMETERS}
        return _("%(km)s km around %(latitude)s, %(longitude)s") % words


class AreaWidget(SuffixedMultiWidget):
    """Three boxes, whose parameters are called what they are."""

    template_name = "sites/area.html"
    suffixes = PARAMETERS

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes = [forms.NumberInput({"step": "any", "placeholder": LABELS[name]}) for name in PARAMETERS]
        super().__init__(boxes, attrs)

    def suffixed(self, name: str, suffix: str) -> str:
        """`latitude`, not `area_latitude`: a map's address can be read and written by hand."""
        return suffix

    def decompress(self, value: Area | None) -> list[Any]:
        """The three values."""
        return [getattr(value, name) for name in PARAMETERS] if value else [None, None, None]


class AreaField(forms.MultiValueField):
    """A point and a distance; the distance is 5 km where there is none."""

    widget = AreaWidget

    def __init__(self, **kwargs: Any) -> None:
        boxes = [forms.DecimalField(required=False, max_digits=12, decimal_places=7) for _name in PARAMETERS]
        super().__init__(fields=boxes, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[Any]) -> Area | None:
        """The circle. Raises ValidationError for half a point, and one that is not on Earth."""
        if not data_list or all(value is None for value in data_list):
            return None
        latitude, longitude, km = data_list
        if latitude is None or longitude is None:
            raise ValidationError(_("Give a latitude and a longitude."))
        if not in_range(latitude, longitude):
            raise ValidationError(_("Latitude goes from −90 to 90, longitude from −180 to 180."))
        km = DEFAULT_KM if km is None else km
        if not 0 <= km <= FARTHEST_KM:
            raise ValidationError(_("The distance is a number of kilometres from 0 to 20,100."))
        return Area(latitude, longitude, km)


class AreaFilter(django_filters.Filter):
    """Sites within a circle."""

    field_class = AreaField
    always = True  # its chip is one for three parameters
    parameters = PARAMETERS

    def filter(self, qs: SiteQuerySet, value: Area | None) -> SiteQuerySet:
        """Those within, each with its `distance`."""
        return qs.within(value.latitude, value.longitude, float(value.km)) if value else qs

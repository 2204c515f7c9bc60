"""The filters of the list of sites; the map reads the same."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from crm.pages.filters import ListFilterSet
from crm.text import whole_number
from customers.models import Customer, RegulatoryRegion
from sites.area import LABELS, AreaFilter
from sites.box_filter import BoxFilter
from sites.models import Accuracy, LocationSource, SiteType
from sites.querysets import SiteQuerySet

LOCATIONS = [("to_confirm", _("To confirm")), ("confirmed", _("Confirmed"))]


class CustomerField(forms.CharField):
    """A customer by its key or its number; a list of a million to choose from would be no help."""

    def clean(self, value: Any) -> Customer | None:
        """The customer, if any was named; `words` keeps the name for the chip above the list."""
        text = str(super().clean(value)).strip()
        if not text:
            return None
        key = {"number__iexact": text} if (pk := whole_number(text)) is None else {"pk": pk}
        customer = Customer.objects.only("name").filter(**key).first()
        if customer is None:
            raise ValidationError(_("There is no customer “%(text)s”."), params={"text": text[:40]})
        self.words = {text: customer.name}
        return customer


class CustomerFilter(django_filters.Filter):
    """The sites of one customer."""

    field_class = CustomerField


class SiteFilter(ListFilterSet):
    """Every filter is a parameter of the list's address."""

    location = django_filters.ChoiceFilter(choices=LOCATIONS, method="by_location", label=_("Location"))
    city = django_filters.CharFilter(method="in_city", label=_("City"), max_length=120)
    country = django_filters.ChoiceFilter(choices=lambda: list(countries), label=_("Country"))
    area = AreaFilter(label=_("Around a point"))
    box = BoxFilter(label=_("Box on the map"), max_length=80)
    customer = CustomerFilter(label=_("Customer"), max_length=40)
    site_type = django_filters.MultipleChoiceFilter(choices=SiteType.choices, label=_("Type"))
    source = django_filters.MultipleChoiceFilter(
        field_name="location_source", choices=LocationSource.choices, label=_("Location from")
    )
    accuracy = django_filters.MultipleChoiceFilter(choices=Accuracy.choices, label=_("Accuracy"))
    region = django_filters.ModelChoiceFilter(queryset=RegulatoryRegion.objects.all(), label=_("Regulatory region"))

    @property
    def form(self) -> forms.Form:
        """The form, the boxes of the area called what they hold."""
        form: forms.Form = super().form
        boxes: Any = form.fields["area"].widget
        for box, label in zip(boxes.widgets, LABELS.values(), strict=True):
            box.attrs["aria-label"] = label
        return form

    def by_location(self, queryset: SiteQuerySet, name: str, value: str) -> SiteQuerySet:
        """Pins that somebody confirmed, or nobody yet."""
        return queryset.filter(confirmed_at__isnull=value == "to_confirm")

    def in_city(self, queryset: SiteQuerySet, name: str, value: str) -> SiteQuerySet:
        """One city, accents and case aside."""
        return queryset.in_city(value)

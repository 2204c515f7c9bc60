"""The filters of the list of customers."""

from collections.abc import Collection
from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from crm.labels.filters import AttributeFilters, TagFilter
from crm.pages.filters import ListFilterSet
from crm.pages.setup_filter import SetUpFilter
from customers.entries import owners_of
from customers.models import CustomerStatus, Kind, RegulatoryRegion, Role, Stage
from customers.querysets import CustomerQuerySet
from staff.models import User


class CustomerFilter(AttributeFilters, ListFilterSet):
    """Every filter is a parameter of the list's address. `found_by_entries`: customers whose addresses were found."""

    found_by_entries: Collection[int] = ()

    status = SetUpFilter(queryset=CustomerStatus.objects.all(), label=_("Status"))
    tag = TagFilter()
    city = django_filters.CharFilter(method="in_city", label=_("City"), max_length=120)
    account_manager = django_filters.ModelMultipleChoiceFilter(queryset=User.objects.all(), label=_("Account manager"))
    without_tag = TagFilter(match="none")
    country = django_filters.ChoiceFilter(choices=lambda: list(countries), label=_("Country"))
    kind = django_filters.ChoiceFilter(choices=Kind.choices, label=_("Kind"))
    stage = django_filters.ChoiceFilter(choices=Stage.choices, label=_("Stage"))
    role = django_filters.ChoiceFilter(choices=Role.choices, method="in_role", label=_("Role"))
    region = django_filters.ModelChoiceFilter(queryset=RegulatoryRegion.objects.all(), label=_("Regulatory region"))

    def search(self, queryset: CustomerQuerySet, name: str, value: str) -> CustomerQuerySet:
        """Those who hold every word themselves, or have an address that does."""
        found = queryset.matching(value)
        self.found_by_entries = owners_of(value)
        return found | queryset.filter(pk__in=self.found_by_entries) if self.found_by_entries else found

    def in_city(self, queryset: CustomerQuerySet, name: str, value: str) -> CustomerQuerySet:
        """One city, accents and case aside."""
        return queryset.in_city(value)

    def in_role(self, queryset: CustomerQuerySet, name: str, value: Any) -> CustomerQuerySet:
        """Customers, or suppliers; a firm can be both."""
        return queryset.filter(roles__contains=[value])

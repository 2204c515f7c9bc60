"""Filters of lists: by tags, and by custom attributes."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db import models
from django.db.models import DecimalField, Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.db.models.lookups import Contains, GreaterThanOrEqual, LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from crm.labels.attributes import COLUMN, definitions_of
from crm.labels.forms import TagSelect
from crm.labels.kinds import YES_OR_NO
from crm.labels.links import links_of
from crm.labels.models import AttributeDefinition, AttributeType, Tag
from crm.pages.setup_filter import SetUpFilter
from crm.search.expressions import Fold
from crm.text import fold


class TagFilter(SetUpFilter):
    """Records with any of the chosen tags, with all of them, or with none."""

    def __init__(self, *, match: str = "any", **options: Any) -> None:
        labels = {"any": _("Tag"), "all": _("All of the tags"), "none": _("Without the tag")}
        options.setdefault("label", labels[match])
        super().__init__(queryset=Tag.objects.all(), widget=TagSelect, **options)
        self.match = match

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Narrow without joining, so that no row comes twice."""
        tags = list(value)
        if not tags:
            return qs
        if self.match == "all":
            for tag in tags:
                qs = qs.filter(self._tagged(qs.model, [tag]))
            return qs
        tagged = self._tagged(qs.model, tags)
        return qs.filter(~tagged if self.match == "none" else tagged)

    def _tagged(self, noun: type[models.Model], tags: list[Tag]) -> Exists:
        links = links_of(noun)
        return Exists(links.model._base_manager.filter(**{links.column: OuterRef("pk")}, tag__in=tags))


class AttributeFilters:
    """Mixin of a FilterSet: a filter for every custom attribute of its noun, `attribute_<key>=…`."""

    @classmethod
    def offer(cls, model: type[models.Model]) -> dict[str, django_filters.Filter]:
        """The declared filters, then those of the attributes."""
        declared: dict[str, django_filters.Filter] = super().offer(model)  # type: ignore[misc]
        return declared | {each.field_name: attribute_filter(each) for each in definitions_of(model)}


def attribute_filter(definition: AttributeDefinition) -> django_filters.Filter:
    """The filter that fits an attribute's type."""
    return _FILTERS[AttributeType(definition.type)](definition)


def _common(definition: AttributeDefinition) -> dict[str, Any]:
    return {"field_name": COLUMN, "label": definition.label}


def _contains(definition: AttributeDefinition) -> django_filters.Filter:
    """Text anywhere in the value, accents and case aside; the searched column narrows by its index first."""

    def narrow(qs: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        wanted = fold(value).strip()
        found = qs.filter(Contains(Fold(KT(f"{COLUMN}__{definition.key}")), wanted))
        return found.filter(search__contains=wanted) if hasattr(qs.model, "search") else found

    return django_filters.CharFilter(method=narrow, max_length=200, **_common(definition))


def _one_of(definition: AttributeDefinition) -> django_filters.Filter:
    def narrow(qs: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        wanted = Q()
        for choice in value:
            wanted |= Q(**{f"{COLUMN}__contains": {definition.key: choice}})
        return qs.filter(wanted)

    choices = [(choice, choice) for choice in definition.choices]
    return django_filters.MultipleChoiceFilter(method=narrow, choices=choices, **_common(definition))


def _yes_or_no(definition: AttributeDefinition) -> django_filters.Filter:
    def narrow(qs: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return qs.filter(**{f"{COLUMN}__contains": {definition.key: value == "true"}})

    return django_filters.ChoiceFilter(method=narrow, choices=YES_OR_NO[1:], **_common(definition))


def _number_range(definition: AttributeDefinition) -> django_filters.Filter:
    number = Cast(KT(f"{COLUMN}__{definition.key}"), DecimalField(max_digits=30, decimal_places=6))
    return django_filters.RangeFilter(method=_between(number, lambda value: value), **_common(definition))


def _date_range(definition: AttributeDefinition) -> django_filters.Filter:
    """Dates are stored as ISO 8601, whose texts stand in the order of their days."""
    between = _between(KT(f"{COLUMN}__{definition.key}"), lambda value: value.date().isoformat())
    return django_filters.DateFromToRangeFilter(method=between, **_common(definition))


def _between(expression: Any, stored: Callable[[Any], Any]) -> Callable[..., QuerySet[Any]]:
    def narrow(qs: QuerySet[Any], name: str, value: slice) -> QuerySet[Any]:
        if value.start is not None:
            qs = qs.filter(GreaterThanOrEqual(expression, stored(value.start)))
        if value.stop is not None:
            qs = qs.filter(LessThanOrEqual(expression, stored(value.stop)))
        return qs

    return narrow


_FILTERS: dict[AttributeType, Callable[[AttributeDefinition], django_filters.Filter]] = {
    AttributeType.TEXT: _contains,
    AttributeType.LONG_TEXT: _contains,
    AttributeType.URL: _contains,
    AttributeType.CHOICE: _one_of,
    AttributeType.BOOLEAN: _yes_or_no,
    AttributeType.INTEGER: _number_range,
    AttributeType.DECIMAL: _number_range,
    AttributeType.DATE: _date_range,
}

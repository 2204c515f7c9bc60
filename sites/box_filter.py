"""The filter of a box drawn on the map."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sites.map.box import Box
from sites.querysets import SiteQuerySet


class BoxField(forms.CharField):
    """A box as four numbers."""

    def clean(self, value: Any) -> Box | None:
        """The box, if there is one. Raises ValidationError for anything else."""
        text = str(super().clean(value)).strip()
        try:
            return Box.read(text) if text else None
        except ValueError:
            raise ValidationError(_("Give south, west, north and east in degrees, with commas.")) from None


class BoxFilter(django_filters.Filter):
    """Sites within a box."""

    field_class = BoxField

    def filter(self, qs: SiteQuerySet, value: Box | None) -> SiteQuerySet:
        """Those within."""
        return qs.in_box(value) if value else qs

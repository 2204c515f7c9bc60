"""Filters by what a few people set up and everybody filters by: statuses, types, tags."""

from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Model
from django_filters.fields import ModelMultipleChoiceField

from crm.remembered import settled
from crm.text import whole_number


class SetUpField(ModelMultipleChoiceField):
    """Records by their keys, each read once by a process until somebody changes their table."""

    def _check_values(self, value: Any) -> list[Model]:
        return [self._chosen(str(key)) for key in dict.fromkeys(value)]

    def _chosen(self, text: str) -> Model:
        key = whole_number(text)
        record = None if key is None else self._record(key)
        if record is None:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": text[:40]})
        return record

    def _record(self, key: int) -> Model | None:
        rows = self.queryset
        return settled(("record", rows.model, key), lambda: rows.filter(pk=key).first())


class SetUpFilter(django_filters.ModelMultipleChoiceFilter):
    """Any of the chosen records. Their table must be watched (`crm.remembered.watching`), or changes show late."""

    field_class = SetUpField

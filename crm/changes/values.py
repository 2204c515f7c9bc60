"""Values in words: labels instead of ids, choices as people read them, dates in their place and language."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import JSONField, Model
from django.utils.formats import date_format, number_format, time_format
from django.utils.text import capfirst
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber

from crm.changes.related import Related


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, in words; empty text where there was or is nothing."""

    label: str
    before: str
    after: str


Describer = Callable[[Any, Any, Related], Iterable[FieldChange]]
_describers: dict[tuple[type[Model], str], Describer] = {}


def register_describer(model: type[Model], field_name: str, describer: Describer) -> None:
    """Say how a change of one JSON field is told: `describer(before, after, related)` gets both documents."""
    _describers[model, field_name] = describer


def field_changes(model: type[Model], field: Any, before: Any, after: Any, related: Related) -> list[FieldChange]:
    """The change of one field; a JSON document may tell several."""
    if describer := _describers.get((model, field.name)):
        return list(describer(before, after, related))
    if isinstance(field, JSONField):
        return key_changes(before, after)
    return [FieldChange(label_of(field), in_words(field, before, related), in_words(field, after, related))]


def label_of(field: Any) -> str:
    """A field's name as forms show it."""
    return capfirst(str(field.verbose_name))


def in_words(field: Any, value: Any, related: Related) -> str:
    """One value of one field."""
    value = getattr(value, "code", value)  # a country
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if field.is_relation:
        return related.name(field.related_model, getattr(value, "pk", value))
    if isinstance(field, ArrayField):
        return ", ".join(in_words(field.base_field, item, related) for item in value)
    if choices := dict(field.flatchoices):
        return str(choices.get(value, value))
    return plain(value)


def plain(value: Any) -> str:
    """A value without a field that explains it."""
    match value:
        case None:
            return ""
        case PhoneNumber():
            return str(value.as_international)
        case bool():
            return _("Yes") if value else _("No")
        case datetime():
            return date_format(localtime(value) if is_aware(value) else value, "SHORT_DATETIME_FORMAT")
        case date():
            return date_format(value, "SHORT_DATE_FORMAT")
        case time():
            return time_format(value, "TIME_FORMAT")
        case int() | float() | Decimal():
            return number_format(value)
        case list() | tuple():
            return ", ".join(plain(item) for item in value)
        case dict():
            return ", ".join(f"{key}: {plain(item)}" for key, item in value.items())
    return str(value)


def key_changes(before: Any, after: Any) -> list[FieldChange]:
    """A JSON document key by key, where nobody registered better words."""
    former, latter = (each if isinstance(each, dict) else {} for each in (before, after))
    return [
        FieldChange(key, plain(former.get(key)), plain(latter.get(key)))
        for key in sorted(former.keys() | latter.keys())
        if former.get(key) != latter.get(key)
    ]

"""Custom attributes of a noun: their definitions, and values checked by them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from crm.changes.related import Related
from crm.changes.values import Describer, FieldChange, key_changes
from crm.errors import DomainError
from crm.labels.kinds import as_typed, kind_of
from crm.labels.models import AttributeDefinition
from crm.remembered import settled

COLUMN = "attributes"


def nouns_with_attributes() -> list[type[models.Model]]:
    """The models an administrator can add attributes to."""
    return [model for model in apps.get_models() if _has_attributes(model) and hasattr(model, "history")]


def definitions_of(model: type[models.Model], *, retired: bool = False) -> list[AttributeDefinition]:
    """The attributes of a noun in their order; `retired` adds those that are no longer asked for."""
    every = settled(("attributes", model), lambda: _definitions(model))
    return [each for each in every if retired or not each.retired]


def _definitions(model: type[models.Model]) -> list[AttributeDefinition]:
    return list(AttributeDefinition.objects.filter(noun=ContentType.objects.get_for_model(model)))


def clean_attributes(
    model: type[models.Model], values: Mapping[str, Any], *, current: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The document to store in `attributes`: `values`, each checked by its definition.

    Values may be what a person typed, Python values or JSON; an empty one is left out. Of the record's
    `current` document stay what is retired, and a choice that was since taken off the list. Raises
    DomainError naming the form field for an unknown or retired attribute, a value that is not of its type,
    and a required one left empty.
    """
    held = current or {}
    asked = {definition.key: definition for definition in definitions_of(model)}
    stored = {key: value for key, value in held.items() if key not in asked}
    for key, value in values.items():
        if key in asked:
            if not _is_empty(value):
                stored[key] = value if value == held.get(key) else to_json(asked[key], value)
        elif key not in held or value != held[key]:
            raise DomainError(_("There is no attribute “%(key)s”.") % {"key": key}, field=COLUMN)
    for definition in asked.values():
        if definition.required and definition.key not in stored:
            raise DomainError(_("%(label)s is required.") % {"label": definition.label}, field=definition.field_name)
    return stored


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def to_json(definition: AttributeDefinition, value: Any) -> Any:
    """One value, not empty, as JSON. Raises DomainError when it is not of the attribute's type."""
    kind = kind_of(definition)
    typed = as_typed(value)
    try:
        cleaned = kind.field(definition).clean(kind.tidy(typed) if isinstance(typed, str) else typed)
    except ValidationError as error:
        raise DomainError(f"{definition.label}: {' '.join(error.messages)}", field=definition.field_name) from error
    return kind.store(cleaned)


def loaded(definition: AttributeDefinition, attributes: Mapping[str, Any]) -> Any:
    """The Python value of an attribute (Decimal, date, …), None where it is not set."""
    value = attributes.get(definition.key)
    return None if value is None else kind_of(definition).load(value)


def in_words(definition: AttributeDefinition, attributes: Mapping[str, Any]) -> str:
    """The value of an attribute as pages show it, empty where it is not set."""
    value = loaded(definition, attributes)
    return "" if value is None else kind_of(definition).words(value)


def shown_attributes(record: Any) -> list[tuple[AttributeDefinition, str]]:
    """The attributes a record has, in words, for its page; retired ones that still hold a value included."""
    if not record.attributes:
        return []
    definitions = definitions_of(type(record), retired=True)
    return [(each, in_words(each, record.attributes)) for each in definitions if each.key in record.attributes]


def describe_attributes(model: type[models.Model]) -> Describer:
    """How history tells a change of this noun's attributes: each by its label, its values in words."""

    def describe(before: Any, after: Any, related: Related) -> Iterator[FieldChange]:
        known = related.once(("attributes of", model), lambda: definitions_of(model, retired=True))
        former, latter = dict(before or {}), dict(after or {})
        for each in known:
            if former.get(each.key) != latter.get(each.key):
                yield FieldChange(each.label, in_words(each, former), in_words(each, latter))
            former.pop(each.key, None)
            latter.pop(each.key, None)
        yield from key_changes(former, latter)  # values older than the definitions

    return describe


def _has_attributes(model: type[models.Model]) -> bool:
    try:
        return isinstance(model._meta.get_field(COLUMN), models.JSONField)
    except FieldDoesNotExist:
        return False

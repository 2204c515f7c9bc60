"""What an administrator does with custom attributes."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _

from crm.changes.action import action
from crm.changes.current import Actor
from crm.changes.locking import locked
from crm.errors import DomainError
from crm.labels.attributes import COLUMN, nouns_with_attributes
from crm.labels.models import AttributeDefinition, AttributeType
from crm.saving import checked_save

CHANGEABLE = {"label", "type", "choices", "help_text", "required", "position"}


@action
def create_attribute(
    *, by: Actor, noun: type[models.Model], label: str, type: str, key: str = "", **values: Any
) -> AttributeDefinition:
    """Add an attribute to a noun; its key is made from the label unless it is given.

    Raises DomainError for a noun that takes none, a key in use, and a choice without choices.
    """
    if noun not in nouns_with_attributes():
        raise DomainError(_("Attributes cannot be added to this kind of record."), field="noun")
    definition = AttributeDefinition(
        noun=ContentType.objects.get_for_model(noun), label=label, type=type, key=key or _free_key(noun, label)
    )
    return _save(definition, values)


@action
def change_attribute(
    definition: AttributeDefinition, *, by: Actor, version: int | None = None, **values: Any
) -> AttributeDefinition:
    """Change label, type, choices, help, position, or whether it is required; the key stays for ever.

    `version` is the one the form was filled from. Raises DomainError when the type would change under
    existing values, StaleVersion when somebody else changed the attribute since.
    """
    definition = locked(definition, version=version)
    if values.get("type", definition.type) != definition.type and (used := count_values(definition)):
        raise DomainError(
            _("%(count)d records hold a value of this type. Retire this attribute and add another one instead.")
            % {"count": used},
            field="type",
        )
    return _save(definition, values)


@action
def retire_attribute(definition: AttributeDefinition, *, by: Actor) -> AttributeDefinition:
    """Ask for it no more; the values that records hold stay and are shown."""
    definition = locked(definition)
    definition.retired = True
    definition.save()
    return definition


@action
def reinstate_attribute(definition: AttributeDefinition, *, by: Actor) -> AttributeDefinition:
    """Ask for it again."""
    definition = locked(definition)
    definition.retired = False
    definition.save()
    return definition


def count_values(definition: AttributeDefinition) -> int:
    """How many records hold a value of an attribute, archived ones included."""
    noun = definition.noun.model_class()
    if noun is None:
        return 0
    return noun._base_manager.filter(**{f"{COLUMN}__has_key": definition.key}).count()


def _save(definition: AttributeDefinition, values: dict[str, Any]) -> AttributeDefinition:
    for name, value in values.items():
        if name not in CHANGEABLE:
            raise TypeError(f"An attribute has no changeable {name}.")
        setattr(definition, name, value)
    definition.choices = _tidy(definition.choices) if definition.type == AttributeType.CHOICE else []
    if definition.type == AttributeType.CHOICE and not definition.choices:
        raise DomainError(_("Name at least one choice."), field="choices")
    checked_save(definition)
    return definition


def _tidy(choices: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(stripped for choice in choices if (stripped := choice.strip())))


def _free_key(noun: type[models.Model], label: str) -> str:
    """A key made of the label's letters, with a number behind it where it is taken."""
    word = "_".join(part for part in slugify(label)[:30].replace("-", "_").split("_") if part)
    base = word if word[:1].isalpha() else f"a_{word}".strip("_")
    taken = set(
        AttributeDefinition.objects.filter(noun=ContentType.objects.get_for_model(noun)).values_list("key", flat=True)
    )
    return next(key for number in range(1, 10_000) if (key := base if number == 1 else f"{base}_{number}") not in taken)

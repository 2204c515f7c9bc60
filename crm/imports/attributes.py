"""Custom attributes as columns of an import."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from crm.errors import DomainError
from crm.imports.kinds import ImportField, StagedRow
from crm.labels.attributes import definitions_of, to_json
from crm.labels.models import AttributeDefinition

PREFIX = "attribute_"


def attribute_fields(model: type[models.Model]) -> list[ImportField]:
    """A field for each attribute an administrator added to the noun."""
    return [
        ImportField(each.field_name, each.label, _parser(each), aliases=(each.key,), help=each.help_text)
        for each in definitions_of(model)
    ]


def refuse_missing(model: type[models.Model], rows: Iterable[StagedRow]) -> None:
    """Refuse the lines of new records that leave a required attribute empty."""
    required = [each for each in definitions_of(model) if each.required]
    for row in rows:
        told = {error["column"] for error in row.errors}
        for definition in required:
            if definition.field_name not in row.values and definition.label not in told:
                row.refuse(_("%(label)s is required.") % {"label": definition.label}, definition.label)


def flat(attributes: dict[str, Any]) -> dict[str, Any]:
    """A record's attributes by the field names of an import."""
    return {f"{PREFIX}{key}": value for key, value in attributes.items()}


def nested(values: dict[str, Any]) -> dict[str, Any]:
    """The attributes among the values of a line, by their keys."""
    return {name.removeprefix(PREFIX): value for name, value in values.items() if name.startswith(PREFIX)}


def _parser(definition: AttributeDefinition) -> Callable[[str], Any]:
    def parse(cell: str) -> Any:
        try:
            return to_json(definition, cell)
        except DomainError as refusal:
            raise ValueError(str(refusal)) from refusal

    return parse

"""Custom attributes as columns of lists and exports."""

from typing import Any

from django.db.models import BigIntegerField, DateField, DecimalField, Model
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from crm.labels.attributes import COLUMN, definitions_of, in_words
from crm.labels.kinds import kind_of
from crm.labels.models import AttributeDefinition, AttributeType
from crm.pages.tables import Column, Table

EXPORTED_AS = {
    AttributeType.INTEGER: BigIntegerField(),
    AttributeType.DECIMAL: DecimalField(max_digits=30, decimal_places=6),
    AttributeType.DATE: DateField(),
}


class AttributeColumn(Column):
    """A column of one custom attribute; shown when somebody chooses it, exported as a plain value."""

    def __init__(self, definition: AttributeDefinition) -> None:
        super().__init__(
            accessor=COLUMN,
            verbose_name=definition.label,
            shown=False,
            numeric=kind_of(definition).numeric,
            export=_exported(definition),
        )
        self.definition = definition

    def cell(self, record: Any, accessor: Any) -> str:
        """The value in words."""
        return in_words(self.definition, record.attributes)


def with_attributes(table_class: type[Table], model: type[Model]) -> type[Table]:
    """The table with a column for every custom attribute of its noun."""
    columns = {each.field_name: AttributeColumn(each) for each in definitions_of(model)}
    # The Meta must be named again: django-tables2 reads it from the class itself, not from its bases.
    return type(table_class.__name__, (table_class,), {"Meta": table_class.Meta, **columns}) if columns else table_class


def _exported(definition: AttributeDefinition) -> Any:
    """Read by the database, as the type that a spreadsheet knows."""
    text = KT(f"{COLUMN}__{definition.key}")
    field: Any = EXPORTED_AS.get(AttributeType(definition.type))
    return Cast(text, field) if field else text

"""Custom attributes as columns of lists and exports."""

from typing import Any

from django.db import models
from django_tables2.columns import BoundColumn

from crm.labels.attributes import COLUMN, definitions_of, in_words, loaded
from crm.labels.kinds import kind_of
from crm.labels.models import AttributeDefinition
from crm.pages.tables import Column, Table


class AttributeColumn(Column):
    """A column of one custom attribute; shown when somebody chooses it, exported as a plain value."""

    def __init__(self, definition: AttributeDefinition) -> None:
        super().__init__(
            accessor=COLUMN,
            verbose_name=definition.label,
            shown=False,
            numeric=kind_of(definition).numeric,
            export=lambda record: _exported(loaded(definition, record.attributes)),
        )
        self.definition = definition

    def cell(self, record: Any, bound: BoundColumn) -> Any:
        """The value in words."""
        return in_words(self.definition, record.attributes)


def with_attributes(table_class: type[Table], model: type[models.Model]) -> type[Table]:
    """The table with a column for every custom attribute of its noun, called `attribute_<key>`."""
    columns = {each.field_name: AttributeColumn(each) for each in definitions_of(model)}
    return type(table_class.__name__, (table_class,), columns) if columns else table_class


def _exported(value: Any) -> Any:
    return "" if value is None else value

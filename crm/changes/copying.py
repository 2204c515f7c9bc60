"""Inserting many rows by COPY."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model

M = TypeVar("M", bound=Model)

_PLAIN = {str, int, bool, datetime, type(None)}  # written as they are; asking each field for that takes longest


def copy_rows(objects: Sequence[M]) -> list[M]:
    """Insert unsaved objects of one model, under ids taken from its sequence, and answer them with their ids.

    `bulk_create()` writes one statement of a megabyte that Django, psycopg and PostgreSQL each take apart.
    """
    quote = connection.ops.quote_name
    meta = objects[0]._meta
    fields = [field for field in meta.concrete_fields if not field.generated]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
        cursor.execute(sequence, [quote(meta.db_table), meta.pk.column, len(objects)])
        for instance, (pk,) in zip(objects, cursor.fetchall(), strict=True):
            instance.pk = pk
        with cursor.copy(f"COPY {quote(meta.db_table)} ({columns}) FROM STDIN") as copy:
            for instance in objects:
                copy.write_row([_written(field, instance) for field in fields])
    for instance in objects:
        instance._state.adding = False
        instance._state.db = connection.alias
    return list(objects)


def _written(field: "Field[Any, Any]", instance: Model) -> Any:
    value = instance.__dict__.get(field.attname)
    if type(value) in _PLAIN:
        return value
    return field.get_db_prep_save(field.pre_save(instance, add=True), connection)

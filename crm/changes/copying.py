"""Inserting many rows by COPY."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Field, JSONField, Model

M = TypeVar("M", bound=Model)

_PLAIN = {str, int, bool, datetime, type(None)}  # written as they are; asking each field for that takes longest


def copy_rows(objects: Sequence[M]) -> list[M]:
    """Insert unsaved objects of one model, under ids taken from its sequence, and answer them with their ids.

    `bulk_create()` writes one statement of a megabyte that Django, psycopg and PostgreSQL each take apart.
    """
    model = type(objects[0])
    fields = _stored_fields(model)
    for instance, pk in zip(objects, _take_ids(model, len(objects)), strict=True):
        instance.pk = pk
    _copy(model, fields, ([_of_object(field, instance) for field in fields] for instance in objects))
    for instance in objects:
        instance._state.adding = False
        instance._state.db = connection.alias
    return list(objects)


def copy_values(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows that are given by the names of their columns in Python (`status_id`), and answer their ids.

    What a row leaves out gets the field's default, asked for once. No object is built, which takes Django longer
    than all the rest.
    """
    fields = _stored_fields(model)
    blank = model()
    template = [_of_object(field, blank) for field in fields]
    places = {field.attname: (place, field) for place, field in enumerate(fields)}
    ids = _take_ids(model, len(rows))
    pk_place = places[str(model._meta.pk.attname)][0]

    def written() -> Iterator[list[Any]]:
        for pk, row in zip(ids, rows, strict=True):
            cells = template.copy()
            cells[pk_place] = pk
            for name, value in row.items():
                place, field = places[name]
                cells[place] = _as_stored(field, value)
            yield cells

    _copy(model, fields, written())
    return ids


def _stored_fields(model: type[Model]) -> "list[Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if not field.generated]


def _take_ids(model: type[Model], count: int) -> list[int]:
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(  # the name of the sequence is looked up once, not for each of its values
            "SELECT nextval(own.series) FROM generate_series(1, %s),"
            " (SELECT pg_get_serial_sequence(%s, %s)::regclass AS series OFFSET 0) AS own",
            [count, table, model._meta.pk.column],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _copy(model: type[Model], fields: "Sequence[Field[Any, Any]]", rows: Iterable[Sequence[Any]]) -> None:
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(quote(str(field.column)) for field in fields)})"
    with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _of_object(field: "Field[Any, Any]", instance: Model) -> Any:
    value = instance.__dict__.get(field.attname)
    return value if type(value) in _PLAIN else _as_stored(field, field.pre_save(instance, add=True))


def _as_stored(field: "Field[Any, Any]", value: Any) -> Any:
    if type(value) in _PLAIN:
        return value
    if isinstance(field, ArrayField) and all(type(each) is str for each in value):
        return _array(value)  # what the driver makes of it, in a tenth of the time
    if isinstance(field, JSONField) and value == {}:
        return "{}"
    return field.get_db_prep_save(value, connection)


def _array(texts: Sequence[str]) -> str:
    """Texts as PostgreSQL writes an array of them."""
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "{" + ",".join(f'"{text}"' for text in quoted) + "}"

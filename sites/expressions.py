"""Places in SQL: Plus Codes and points on a sphere, both derived by the database itself.

A point is a `cube` of three kilometre coordinates on a sphere. Its straight-line distance grows with the
great-circle distance, so one GiST index answers "within" and "nearest", at the poles and across ±180° too.
(`earthdistance` does the same, but its index expression needs a search path that a restore does not have.)
"""

import math

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Expression, F, FloatField, Func, TextField, Value
from django.db.models.fields import Field

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG 1980
DIAMETER_KM = 2 * EARTH_RADIUS_KM
FARTHEST_KM = math.pi * EARTH_RADIUS_KM


class PlusCode(Func):
    """`sites_plus_code(latitude, longitude)`: the ten-digit code."""

    function = "sites_plus_code"
    output_field = TextField()
    arity = 2


class CubeField(Field):
    """A PostgreSQL `cube`; written by the database only."""

    def db_type(self, connection: object) -> str:
        """The column's type."""
        return "cube"


class Position(Func):
    """The point of a latitude and longitude in degrees."""

    function = "sites_position"
    output_field = CubeField()
    arity = 2


class Chord(Func):
    """The straight-line distance of two points in km; an index can order by it."""

    template = "(%(expressions)s)"
    arg_joiner = " <-> "
    output_field = FloatField()
    arity = 2


class InBox(Func):
    """Whether a point lies in the box around a ball: `InBox(point, centre, radius)`; an index can search it."""

    template = "(%(expressions)s)"
    output_field = BooleanField()

    def __init__(self, point: F, centre: Position, radius: float) -> None:
        box = Func(centre, Value(radius, FloatField()), Value(3), function="cube_enlarge", output_field=CubeField())
        super().__init__(point, box, arg_joiner=" <@ ")


class AnyOf(Func):
    """Whether a text is one of many: `AnyOf(text, texts)`. For thousands of them `__in` is slow to compile."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, text: Expression | F, texts: list[str]) -> None:
        super().__init__(text, Value(texts, ArrayField(TextField())))


def position(latitude: float, longitude: float) -> Position:
    """A point given in degrees."""
    return Position(Value(latitude, FloatField()), Value(longitude, FloatField()))


def chord_km(km: float) -> float:
    """The straight line under a great-circle distance, both in km."""
    return DIAMETER_KM * math.sin(min(km, FARTHEST_KM) / DIAMETER_KM)


def arc_km(chord: Func) -> Func:
    """The great-circle distance over a straight line, both in km."""
    template = f"({DIAMETER_KM} * asin(least(1, %(expressions)s / {DIAMETER_KM})))"
    return Func(chord, template=template, output_field=FloatField())

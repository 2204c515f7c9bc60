"""Asking for many rows at once."""

from collections.abc import Iterable

from django.db.models import Q
from django.db.models.expressions import RawSQL


def among(ids: Iterable[int], column: str = "pk") -> Q:
    """Rows with one of these ids in a column, sent as one array: `pk__in` would send a parameter for each."""
    return Q(**{f"{column}__in": RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])})


def among_texts(texts: Iterable[str], column: str) -> Q:
    """The same for texts."""
    return Q(**{f"{column}__in": RawSQL("SELECT unnest(%s::text[])", [list(texts)])})

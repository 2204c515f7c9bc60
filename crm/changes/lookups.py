"""Asking for many rows by their ids."""

from collections.abc import Iterable

from django.db.models import Q
from django.db.models.expressions import RawSQL


def among(ids: Iterable[int]) -> Q:
    """Rows with one of these ids, sent as one array: `pk__in` would send a parameter for each."""
    return Q(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [list(ids)]))

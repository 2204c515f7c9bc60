"""Read no more of a record than its row shows: fifty customers with all their fields take three times as long."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.db.models.sql import Query


def with_cells(queryset: QuerySet[Any], paths: Iterable[str]) -> QuerySet[Any]:
    """The same rows with what their cells show: `for_list()` of their queryset, of which these paths alone.

    Where the rows are chosen by conditions on their own table, only the conditions are put into what was built before:
    building it took as long as drawing twenty rows. So `for_list()` may depend on no date, language or person.
    """
    wanted = frozenset(paths)
    if not is_plain(queryset.query):
        return only_read(for_list(queryset), wanted)
    found = _built(type(queryset), queryset.model, wanted).using(queryset.db)  # type: ignore[arg-type]
    found.query.where = queryset.query.where.clone()
    return found


def for_list(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """With what a row of a list shows, where the queryset says what that is."""
    found: QuerySet[Any] = queryset.for_list() if hasattr(queryset, "for_list") else queryset
    return found


@lru_cache(256)
def _built(kind: type[QuerySet[Any]], model: type[Model], paths: frozenset[str]) -> QuerySet[Any]:
    return only_read(for_list(kind(model)), paths)


def is_plain(query: Query) -> bool:
    """Whether conditions on its own table are all there is to a query."""
    joined = {alias for alias, used in query.alias_refcount.items() if used} - {query.get_initial_alias()}
    more = query.annotations or query.extra or query.combinator or query.distinct or query.is_sliced
    return not (joined or more or query.select_related or query.deferred_loading[0])


def only_read(queryset: QuerySet[Any], paths: Iterable[str]) -> QuerySet[Any]:
    """The same rows with these paths alone (`name`, `status__colour`, `tags`), related rows in as few statements.

    The queryset comes back as it was where a path is no field: what a property reads is not known here.
    """
    columns: list[str] = []
    many: list[str] = []
    for path in sorted(paths):
        if path == "pk" or path in queryset.query.annotations:
            continue
        try:
            field = queryset.model._meta.get_field(path.partition(LOOKUP_SEP)[0])
        except FieldDoesNotExist:
            return queryset
        (columns if field.concrete and not field.many_to_many else many).append(path)
    single = {path.rpartition(LOOKUP_SEP)[0] for path in columns if LOOKUP_SEP in path}
    found = queryset.select_related(None).prefetch_related(None).only(*columns or ["pk"])
    if single:
        found = found.select_related(*sorted(single))
    return found.prefetch_related(*many)

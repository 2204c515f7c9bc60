"""The index from customers to the change sets that touched them."""

from collections.abc import Iterable, Sequence

from django.db import connection, models

from crm.changes.lookups import among
from crm.changes.models import ChangedCustomer, ChangeSet

_TABLE = ChangedCustomer._meta.db_table


def add_customers(change_set: ChangeSet, ids: Iterable[int]) -> None:
    """Note customers by their ids, in one statement."""
    if wanted := sorted(ids):
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {_TABLE} (change_set_id, customer_id) SELECT %s, unnest(%s::bigint[])"
                " ON CONFLICT DO NOTHING",
                [change_set.pk, wanted],
            )


def add_customers_of(change_set: ChangeSet, model: type[models.Model], path: str, ids: Sequence[int]) -> None:
    """Note the customers that rows of a model lead to by `path`; no id leaves the database."""
    owners = model._base_manager.filter(among(ids)).exclude(**{path: None}).order_by().values_list(path)
    sql, params = owners.distinct().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_TABLE} (change_set_id, customer_id) SELECT %s, owner.id FROM ({sql}) AS owner(id)"
            " ON CONFLICT DO NOTHING",
            [change_set.pk, *params],
        )

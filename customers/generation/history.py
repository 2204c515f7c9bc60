"""The change sets of the invented rows, and history copied by the database from the rows as they stand."""

from collections.abc import Iterator
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from psycopg.types.json import Jsonb

from crm.archive.models import ArchiveBatch
from crm.changes.models import ChangedCustomer, ChangeSet
from crm.demo.generation import Generation
from customers.generation.events import Event, events, how_many
from customers.models import Customer

# Each change set since an id that has a verb, with its customer
CHANGES = (
    "changes_changeset s JOIN changes_changedcustomer c ON c.change_set_id = s.id AND s.id >= %(since)s"
    " AND s.verb = %(verb)s"
)


class Past:
    """The change sets of one generation, and what they did to the rows."""

    def __init__(self, generation: Generation, managers: list[tuple[int, str]]) -> None:
        self.generation = generation
        self.ids = generation.customer_ids
        self.managers = managers

    def write_change_sets(self) -> None:
        """One change set an event, under the name of the customer's account manager."""
        pks = self.generation.next_ids(ChangeSet, how_many(self.generation))
        self.generation.first_change_set = pks[0]
        self.generation.copy(
            ChangeSet,
            ("id", "created_at", "actor_id", "actor_name", "route", "verb", "reason", "counts"),
            (
                (pk, event.at, *self.manager(event), "form", event.verb, "", _counts(event))
                for pk, event in self._zip(pks)
            ),
        )
        self.generation.copy(
            ChangedCustomer,
            ("change_set_id", "customer_id"),
            ((pk, self.ids[event.customer]) for pk, event in self._zip(pks)),
        )

    def manager(self, event: Event) -> tuple[int, str]:
        """The id and name of who acted."""
        return self.managers[event.customer % len(self.managers)]

    def _zip(self, pks: range) -> Iterator[tuple[int, Event]]:
        return zip(pks, islice(events(self.generation), len(pks)), strict=True)

    def record(self, model: type[models.Model], owner: str, verb: str, history_type: str) -> None:
        """A history row for each row of a model under the change set of its customer that has this verb.

        `owner` is the model's column with the customer's id.
        """
        history: type[models.Model] = model.history.model  # type: ignore[attr-defined]
        quote = connection.ops.quote_name
        names = [quote(field.column) for field in history.tracked_fields]  # type: ignore[attr-defined]
        self._run(
            history,
            f"INSERT INTO {quote(history._meta.db_table)}"
            f" ({', '.join(names)}, history_date, history_type, change_set_id)"
            f" SELECT {', '.join(f'r.{name}' for name in names)}, s.created_at, %(history_type)s, s.id"
            f" FROM {CHANGES} JOIN {quote(model._meta.db_table)} r ON r.{quote(owner)} = c.customer_id ORDER BY s.id",
            verb,
            history_type=history_type,
        )

    def move_to(self, statuses: list[int]) -> None:
        """Carry out the changes of status, each to one of these."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE customers_customer r SET version = 2, updated_at = s.created_at,"
                f" status_id = (%(statuses)s::bigint[])[1 + r.id %% %(count)s]"
                f" FROM {CHANGES} WHERE c.customer_id = r.id",
                {
                    "since": self.generation.first_change_set,
                    "verb": "change_status",
                    "statuses": statuses,
                    "count": len(statuses),
                },
            )
        self.record(Customer, "id", "change_status", "~")

    def archive(self) -> None:
        """Carry out the archiving, a batch for each customer."""
        customer_type = ContentType.objects.get_for_model(Customer).pk
        self._run(
            ArchiveBatch,
            "INSERT INTO archive_archivebatch (root_type_id, root_id, root_name, archived_at, archived_by_id, reason)"
            " SELECT %(type)s, r.id, r.name, s.created_at, s.actor_id, 'Closed down'"
            f" FROM {CHANGES} JOIN customers_customer r ON r.id = c.customer_id ORDER BY s.id",
            "archive_customer",
            type=customer_type,
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE customers_customer r SET version = 2, updated_at = b.archived_at, archived_at = b.archived_at,"
                " archive_batch_id = b.id FROM archive_archivebatch b"
                " WHERE b.root_type_id = %s AND b.root_id = r.id AND r.id >= %s",
                [customer_type, self.ids[0]],
            )
        self.record(Customer, "id", "archive_customer", "~")

    def _run(self, model: type[models.Model], sql: str, verb: str, **params: object) -> None:
        self.generation.run(model, sql, self._of(verb, **params))

    def _of(self, verb: str, **params: object) -> dict[str, object]:
        """The parameters of CHANGES and others."""
        return {"since": self.generation.first_change_set, "verb": verb, **params}


def _counts(event: Event) -> Jsonb:
    if event.verb == "add_note":
        return Jsonb({"customers.note": {"+": 1}})
    return Jsonb({"customers.customer": {"+" if event.verb == "create_customer" else "~": 1}})

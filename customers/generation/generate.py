"""Customers with tags, addresses and notes, each with its history and change sets."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from psycopg.types.json import Jsonb

from crm.archive.models import ArchiveBatch
from crm.changes.bulk import create_rows
from crm.changes.current import SystemActor, change_set
from crm.changes.models import ChangedCustomer, ChangeSet
from crm.demo.generation import Generation
from crm.labels.models import Colour, Tag
from crm.numbers.actions import take_numbers
from customers.actions.create import NUMBER_PREFIX, NUMBER_SERIES, default_status
from customers.generation.events import events
from customers.generation.history import Past
from customers.generation.invention import invented
from customers.models import Address, Customer, CustomerStatus, CustomerTag, Note
from staff.models import User

ACTOR = SystemActor("generate_data")
FILLS = (
    Customer, Customer.history.model, CustomerTag, CustomerTag.history.model, Address, Address.history.model,
    Note, Note.history.model, ChangeSet, ChangedCustomer, ArchiveBatch,
)  # fmt: skip
COLUMNS = (
    "id", "number", "created_at", "updated_at", "version", "kind", "name", "internal_name", "external_number",
    "internal_reference", "stage", "roles", "status_id", "account_manager_id", "email", "phone", "website", "language",
    "currency", "vat_number", "registration_number", "internal_note", "customer_note", "attributes", "line1", "line2",
    "city", "state", "postal_code", "country",
)  # fmt: skip
# Name, colour, and that one customer in so many carries the tag
TAGS = (("Fibre", Colour.BLUE, 2), ("VIP", Colour.PURPLE, 50), ("Dispute", Colour.RED, 2000))
NOTES = ("Prefers to be called after 17:00.", "The meter is behind the bakery; ring twice.", "Pays by bank transfer.")


def generate_customers(generation: Generation) -> None:
    """Write the customers, what belongs to them, and the history of all of it."""
    default, others = _statuses()
    managers = list(User.objects.filter(is_active=True).order_by("pk").values_list("pk", "name")[:12])
    generation.customer_ids = generation.next_ids(Customer, generation.customers)
    past = Past(generation, managers)
    past.write_change_sets()
    generation.copy(Customer, COLUMNS, _customers(past, _numbers(generation), default))
    past.record(Customer, "id", "create_customer", "+")
    past.move_to(others)
    past.archive()
    _write_addresses(past)
    _write_tags(past)
    _write_notes(past)


def _customers(past: Past, numbers: list[str], status: int) -> Iterator[tuple[Any, ...]]:
    generation = past.generation
    no_attributes = Jsonb({})
    for index, each in enumerate(islice(invented(generation.random), generation.customers)):
        created = generation.moment(index, generation.customers)
        yield (
            past.ids[index], numbers[index], created, created, 1, each.kind, each.name, each.internal_name,
            f"ERP-{index // 2}" if index % 5 == 0 else "", "", "prospect" if index % 6 == 0 else "customer",
            ["customer", "supplier"] if index % 40 == 0 else ["customer"], status,
            past.managers[index % len(past.managers)][0], each.email, each.phone, "", each.country.language,
            "EUR", each.vat_number, "", "", "Ring the bell twice." if index % 9 == 0 else "", no_attributes,
            each.line1, "", each.city.name, each.city.state, each.postal_code, each.country.code,
        )  # fmt: skip


def _numbers(generation: Generation) -> list[str]:
    with change_set(by=ACTOR, verb="create_series"):
        return take_numbers(NUMBER_SERIES, generation.customers, prefix=NUMBER_PREFIX)


def _statuses() -> tuple[int, list[int]]:
    """The status of new customers, and those that some move to later."""
    default = default_status().pk
    others = CustomerStatus.objects.filter(retired=False).exclude(pk=default)
    return default, list(others.values_list("pk", flat=True)) or [default]


def _write_addresses(past: Past) -> None:
    """A billing address for one customer in six."""
    past.generation.run(
        Address,
        "INSERT INTO customers_address (created_at, updated_at, version, customer_id, address_type, recipient,"
        "  line1, line2, city, state, postal_code, country)"
        " SELECT created_at, created_at, 1, id, 'billing', '', 'BP ' || id %% 900, '', city, state, postal_code,"
        "  country FROM customers_customer WHERE id >= %s AND id %% 6 = 0 AND archived_at IS NULL",
        [past.ids[0]],
    )
    past.record(Address, "customer_id", "create_customer", "+")


def _write_tags(past: Past) -> None:
    """Tags that nearly every, some and hardly any customers carry."""
    for tag, every in _tags():
        past.generation.run(
            CustomerTag,
            "INSERT INTO customers_customertag (created_at, updated_at, version, customer_id, tag_id)"
            " SELECT created_at, created_at, 1, id, %s FROM customers_customer WHERE id >= %s AND id %% %s = 0",
            [tag.pk, past.ids[0], every],
        )
    past.record(CustomerTag, "customer_id", "create_customer", "+")


def _tags() -> list[tuple[Tag, int]]:
    there = {tag.name: tag for tag in Tag.objects.filter(name__in=[name for name, _, _ in TAGS])}
    with change_set(by=ACTOR, verb="create_tag"):
        missing = create_rows([Tag(name=name, colour=colour) for name, colour, _ in TAGS if name not in there])
    there |= {tag.name: tag for tag in missing}
    return [(there[name], every) for name, _, every in TAGS]


def _write_notes(past: Past) -> None:
    notes = (event for event in events(past.generation) if event.verb == "add_note")
    past.generation.copy(
        Note,
        ("created_at", "updated_at", "version", "customer_id", "author_id", "body", "pinned"),
        (
            (
                *(each.at, each.at, 1, past.ids[each.customer], past.manager(each)[0]),
                *(NOTES[each.customer % len(NOTES)], each.customer % 60 == 1),
            )
            for each in notes
        ),
    )
    past.record(Note, "customer_id", "add_note", "+")

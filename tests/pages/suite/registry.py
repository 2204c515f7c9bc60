"""A line for each list: how its rows are made. A new list costs one line here; without it the suite fails.

`LISTS["customers:list"] = Rows(CustomerFactory)`: `make(n)` gives n records the list shows, rich enough (tags,
relations) that a statement for each row would be noticed. `hidden()` gives one that nobody may see, where the noun
has such records.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile

from contacts.models import ContactType
from crm.background.registry import Silent
from crm.changes.bulk import create_rows
from crm.changes.current import change_set
from crm.imports.actions import upload_file
from crm.labels.actions import set_tags
from sites.actions import queue_site
from sites.actions.checking import check_locations
from sites.models import LocationDoubt
from tests.factories import TESTS, CustomerFactory, LinkFactory, SiteFactory, TagFactory, person


@dataclass(frozen=True)
class Rows:
    """How to fill a list."""

    make: Callable[[int], list[Any]]
    hidden: Callable[[], Any] | None = None


def customers(count: int) -> list[Any]:
    """Customers with a tag and an account manager each."""
    made = CustomerFactory.create_batch(count, account_manager=person("sam"))
    for customer in made:
        set_tags(customer, by=person("ana"), tags=[TagFactory()])
    return made


def contacts(count: int) -> list[Any]:
    """People with a customer, a type, an address and a number each."""
    billing = ContactType.objects.get(name="Billing")
    made = [
        LinkFactory(email=f"{n}@example.com", phone="+33612345678", link={"types": [billing]}) for n in range(count)
    ]
    return [link.contact for link in made]


def places_to_locate(count: int) -> list[Any]:
    """Places of a customer each."""
    return [queue_site(CustomerFactory(), by=person("ana"), name=f"Shop {n}", city="Lyon") for n in range(count)]


def doubts(count: int) -> list[Any]:
    """Sites at 0, 0 of a customer each, with what is wrong."""
    SiteFactory.create_batch(count, latitude=0, longitude=0, line1="", city="")
    check_locations(Silent())
    return list(LocationDoubt.objects.all())


def imports(count: int) -> list[Any]:
    """Uploaded files of customers."""
    content = ContentFile(b"name\nOrange\n")
    return [upload_file("customers", content, by=person("ana"), filename=f"{n}.csv") for n in range(count)]


def hidden_tag() -> Any:
    """The sample's list of tags never shows this one."""
    with change_set(by=TESTS, verb="prepare"):
        return create_rows([TagFactory._meta.model(name="invisible")])[0]


LISTS: dict[str, Rows] = {
    "tags:list": Rows(TagFactory.create_batch, hidden_tag),  # the kernel's own sample
    "customers:list": Rows(customers),
    "sites:list": Rows(SiteFactory.create_batch),
    "contacts:list": Rows(contacts),
    "sites:queue:list": Rows(places_to_locate),
    "sites:doubts:list": Rows(doubts),
    "imports:list": Rows(imports),
}

"""What is measured, a few lines each: a page by its address, or a piece of work by a function.

The bars are those of a million customers (size L), in milliseconds. Another noun has a file of its own profiles.
"""

import base64
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any
from urllib.parse import urlencode

from benchmarks.client import HIDDEN, Answer, Client

BULK = 1000
EXPORTED = 10_000
NAMES = slice(7, 7 + 400 * 101, 101)  # of all: spread, and few enough to try each
TWENTY = range(15, 26)
_numbers = count(1)


class World:
    """What the profiles look for, found in the data of whatever size."""

    def __init__(self) -> None:
        from customers.models import Customer, CustomerStatus

        self.customers = Customer.objects.all()
        self.size = self.customers.count()
        self.statuses = list(CustomerStatus.objects.order_by("pk"))
        self.some = list(self.customers.live().order_by("pk").values_list("pk", flat=True)[: 40 * 97 : 97])

    @cached_property
    def words(self) -> list[str]:
        """Ten surnames, or pairs of words, that find about twenty customers each."""
        names = self.customers.live().order_by("number").values_list("name", flat=True)[NAMES]
        return about_twenty(self.customers.live(), (words_of(name) for name in names))

    def cursor(self, share: float) -> str:
        """The address of the page that follows a row so deep in the list (0 to 1)."""
        rows = self.customers.live().order_by("sort_name", "pk").values_list("sort_name", "pk")
        position = int(rows.count() * share)
        value, pk = rows[position]
        text = json.dumps([value, pk, position + 1], ensure_ascii=False)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def tag(self, name: str) -> int:
        """The key of one of the generated tags."""
        from crm.labels.models import Tag

        return int(Tag.objects.get(name=name).pk)


def words_of(name: str) -> tuple[str, ...]:
    """What somebody may type of a name: its first two long words, each and both."""
    words = re.findall(r"\w{4,}", name)[:2]
    return (*words, " ".join(words))


def about_twenty(rows: Any, texts: Iterable[Iterable[str]]) -> list[str]:
    """Ten texts that find about twenty rows each, tried name by name; the last one tried where none does."""
    found: list[str] = []
    tried = ""
    for of_name in texts:
        for tried in of_name:
            if tried not in found and rows.matching(tried).order_by()[: TWENTY.stop].count() in TWENTY:
                found.append(tried)
        if len(found) >= 10:
            break
    return found or [tried]


@dataclass(frozen=True)
class Page:
    """A page asked for again and again; `paths` gives the addresses it takes in turn."""

    name: str
    bar: float
    paths: Callable[[World], list[str]]
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Work:
    """Something done `times` times; each call answers the seconds of what counts."""

    name: str
    bar: float
    do: Callable[[Client, World], float]
    times: int = 50


def listed(**params: Any) -> Callable[[World], list[str]]:
    """The list of customers at some parameters, one address."""
    return lambda world: [f"/customers/?{urlencode(params, doseq=True)}"]


def searches(world: World) -> list[str]:
    """The list for words that find about twenty."""
    return [f"/customers/?{urlencode({'q': word})}" for word in world.words]


def suggestions(world: World) -> list[str]:
    """What the search box asks while somebody types."""
    return [f"/search/suggest/?{urlencode({'q': word})}" for word in world.words]


def statuses(world: World) -> list[str]:
    """Each status in turn."""
    return [f"/customers/?status={status.pk}" for status in world.statuses]


def duplicates(world: World) -> list[str]:
    """The names and e-mails of customers there are, one letter wrong."""
    rows = world.customers.filter(pk__in=world.some).values_list("name", "email", "city")
    return [
        f"/customers/duplicates/?{urlencode({'name': name[:4] + name[5:], 'email': email, 'city': city})}"
        for name, email, city in rows
    ]


def create_customer(client: Client, world: World) -> float:
    """Fill in and send the form; what counts is the sending."""
    fields = client.form("/customers/new/")
    name = f"Measured {next(_numbers)} {world.words[0]} Ltd"
    typed = {"kind": "company", "name": name, "city": "Leeds", "country": "GB", "email": "measured@example.com"}
    answer = client.post("/customers/new/", [*(fields | typed | {"roles": "customer", "currency": "EUR"}).items()])
    return _checked(answer, 302).seconds


def change_status_of_many(client: Client, world: World) -> float:
    """Tick a thousand, choose another status, confirm; what counts is the confirmation."""
    start = (next(_numbers) * BULK) % max(world.size - BULK, 1)
    rows = world.customers.live().order_by("pk").values_list("pk", "status_id")[start : start + BULK]
    ticked = [("pk", str(pk)) for pk, _ in rows]
    other = next(status for status in world.statuses if status.pk != rows[0][1])
    client.get("/customers/")  # for the form's token
    asked = _checked(client.post("/customers/bulk/status/", ticked), 200)
    fields = dict(HIDDEN.findall(asked.body.decode()))
    del fields["pk"]
    confirmed = {**fields, "status": str(other.pk)}
    return _checked(client.post("/customers/bulk/status/", [*ticked, *confirmed.items()]), 302).seconds


def export(rows: int) -> Callable[[Client, World], float]:
    """The first so many rows as CSV, to the last byte."""

    def run(client: Client, world: World) -> float:
        share = "?q=c-00" if rows < world.size else ""
        return _checked(client.get(f"/customers/export.csv{share}"), 200).seconds

    return run


def _checked(answer: Answer, *wanted: int) -> Answer:
    if answer.status not in wanted:
        raise SystemExit(f"Answered {answer.status} instead of {wanted}: {answer.body[:2000].decode()}")
    return answer


PROFILES: list[Page | Work] = [
    Page("reference: one SELECT 1", 0, lambda world: ["/healthz"]),
    Page("reference: a page without rows", 0, lambda world: ["/customers/?q=nobodyhasthisname"]),
    Page("list, page 1, 50 rows × 8 columns", 12, listed()),
    Page("list, results alone (htmx)", 12, listed(), headers=(("HX-Request", "true"),)),
    Page("list, last page", 15, listed(page="last")),
    Page("list, in the middle", 15, lambda world: [f"/customers/?after={world.cursor(0.5)}"]),
    Page("search, name contains, ~20 hits", 15, searches),
    Page("filter by status", 15, statuses),
    Page("filter by a common tag", 15, lambda world: [f"/customers/?tag={world.tag('Fibre')}"]),
    Page("filter by a rare tag", 15, lambda world: [f"/customers/?tag={world.tag('Dispute')}"]),
    Page("filter by a large city", 15, listed(city="Paris")),
    Page("filter by a small city", 15, listed(city="Trujillo")),
    Page("archived customers", 15, listed(archived="only")),
    Page("customer page", 15, lambda world: [f"/customers/{pk}/" for pk in world.some]),
    Page("search box, suggestions", 15, suggestions),
    Page("duplicates while typing", 40, duplicates),
    Work("create a customer", 20, create_customer),
    Work("bulk edit of 1,000", 250, change_status_of_many, times=10),
    Work("export 10,000 rows", 200, export(EXPORTED), times=10),
]

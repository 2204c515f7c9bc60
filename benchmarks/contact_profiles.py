"""What is measured of people: the list and its searches, a person, a customer with people, who is told of what."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from benchmarks.profiles import NAMES, Page, Work, World, about_twenty

FIRST, EVERY, TAKEN = 2000, 397, 12


def some(manager: Any, column: str) -> list[Any]:
    """One column of a dozen rows, spread over the first few thousand."""
    rows = manager.order_by("pk").values_list(column, flat=True)
    return list(rows[FIRST : FIRST + TAKEN * EVERY : EVERY])


def contact_list(**params: Any) -> Callable[[World], list[str]]:
    """The list of people at some parameters, one address."""
    return lambda world: [f"/contacts/?{urlencode(params, doseq=True)}"]


def by_name(world: World) -> list[str]:
    """Words that find about twenty people each."""
    from contacts.models import Contact

    people = Contact.objects.live().filter(individual__isnull=False).order_by("individual__number")
    names = people.values_list("family_name", "given_name")[NAMES]
    texts = ((*re.findall(r"\w{4,}", family)[:1], f"{given} {family}") for family, given in names)
    return [f"/contacts/?{urlencode({'q': text})}" for text in about_twenty(Contact.objects.live(), texts)]


def by_email(world: World) -> list[str]:
    """Whole addresses: one person each."""
    from contacts.models import ContactEmail

    return [f"/contacts/?{urlencode({'q': address})}" for address in some(ContactEmail.objects, "address")]


def by_digits(world: World) -> list[str]:
    """The end of a number, as somebody reads it out."""
    return [f"/contacts/?{urlencode({'q': digits})}" for digits in ends_of_numbers()]


def ends_of_numbers() -> list[str]:
    """The last eight digits of some numbers."""
    from contacts.models import ContactPhone

    return [str(number)[-8:] for number in some(ContactPhone.objects, "number")]


def suggested(world: World) -> list[str]:
    """What the search box asks while somebody types a name or a number."""
    names = [path.partition("?")[2] for path in by_name(world)]
    return [f"/search/suggest/?{query}" for query in (*names, *(urlencode({"q": each}) for each in ends_of_numbers()))]


def types(world: World) -> list[str]:
    """Each type in turn."""
    from contacts.models import ContactType

    return [f"/contacts/?type={pk}" for pk in ContactType.objects.values_list("pk", flat=True)]


def people(world: World) -> list[str]:
    """The pages of some people."""
    from contacts.models import Contact

    return [f"/contacts/{pk}/" for pk in some(Contact.objects.live(), "pk")]


def served(pattern: str) -> Callable[[World], list[str]]:
    """A page of some customers that have people."""

    def paths(world: World) -> list[str]:
        from contacts.models import CustomerContact

        return [pattern.format(pk) for pk in some(CustomerContact.objects, "customer_id")]

    return paths


CONTACT_PROFILES: list[Page | Work] = [
    Page("contacts: list, page 1", 12, contact_list()),
    Page("contacts: list, last page", 15, contact_list(page="last")),
    Page("contacts: search, a name, ~20 hits", 15, by_name),
    Page("contacts: search, e-mail", 15, by_email),
    Page("contacts: search, digits of a number", 15, by_digits),
    Page("contacts: search, given name of 4 %", 15, contact_list(q="camille")),
    Page("contacts: search, family name of 3 %", 0, contact_list(q="moreau")),
    Page("contacts: search, word in all rows", 15, contact_list(q="example.com")),
    Page("contacts: filter by type", 15, types),
    Page("contacts: filter by a right", 15, contact_list(may="may_order")),
    Page("contacts: filter by language", 15, contact_list(language="fr")),
    Page("contacts: mail came back", 15, contact_list(mail="bounced")),
    Page("contacts: contact page", 15, people),
    Page("contacts: customer page with people", 15, served("/customers/{}/")),
    Page("contacts: all people of a customer", 15, served("/customers/{}/contacts/")),
    Page("contacts: who is told", 15, served("/contacts/of/{}/told/")),
    Page("contacts: search box, suggestions", 15, suggested),
]

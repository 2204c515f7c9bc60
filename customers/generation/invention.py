"""Inventing one customer after another: names, addresses, numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from customers.generation.countries import COUNTRIES, City, Country


@dataclass(frozen=True, slots=True)
class Invented:
    """What one customer is called and where they are."""

    country: Country
    city: City
    kind: str
    name: str
    internal_name: str
    line1: str
    postal_code: str
    email: str
    phone: str
    vat_number: str


def invented(random: Random) -> Iterator[Invented]:
    """Customers without end; the same random seed gives the same ones."""
    shares = [country.share for country in COUNTRIES]
    number = 0
    while True:
        for country in random.choices(COUNTRIES, shares, k=1000):
            number += 1
            yield _customer(random, country, number)


def _customer(random: Random, country: Country, number: int) -> Invented:
    digits = f"{random.getrandbits(64):020d}"  # one draw for all the digits of a customer
    # The first cities of a country have most of its customers, the last a handful
    city = country.cities[int(len(country.cities) * random.random() ** 3)]
    company = random.random() < 0.6
    name = _company(random, country, city) if company else _person(random, country)
    return Invented(
        country=country,
        city=city,
        kind="company" if company else "individual",
        name=name,
        internal_name=f"{random.choice(country.trades)} {city.name}" if number % 11 == 0 else "",
        line1=f"{1 + number % 180} {random.choice(country.streets)}",
        postal_code=filled(city.postal + country.postal, digits),
        email=f"contact{number}@{country.code.lower()}.example" if number % 8 else "",
        phone=filled(country.phone, digits[8:]) if number % 10 else "",
        vat_number=filled(country.vat, digits[5:]) if company and number % 3 else "",
    )


def filled(pattern: str, digits: str) -> str:
    """The pattern with each `#` replaced by the next digit."""
    source = iter(digits)
    return "".join(next(source) if character == "#" else character for character in pattern)


def _surname(random: Random, country: Country) -> str:
    return random.choice(country.heads) + country.joint + random.choice(country.tails)


def _person(random: Random, country: Country) -> str:
    if country.code == "JP":
        return f"{_surname(random, country)} {random.choice(country.given)}"
    return f"{random.choice(country.given)} {_surname(random, country)}"


def _company(random: Random, country: Country, city: City) -> str:
    form = random.choice(country.forms)
    trade = random.choice(country.trades)
    pattern = random.random()
    if pattern < 0.5:
        return f"{_surname(random, country)} {trade} {form}"
    if pattern < 0.8:
        return f"{trade} {_surname(random, country)} & {_surname(random, country)} {form}"
    return f"{trade} {city.name} {_surname(random, country)} {form}"

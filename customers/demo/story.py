"""Customers of a small provider in France, Spain and Britain; names and people are invented, towns are real."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crm.demo.chapters import Demo
from crm.labels.actions import create_attribute, create_tag
from crm.labels.models import Tag
from customers import actions
from customers.models import Customer, CustomerStatus
from staff.models import User

ROWS = Path(__file__).with_name("customers.csv")
LANGUAGES = {"FR": "fr", "ES": "es", "GB": "en"}
CURRENCIES = {"GB": "GBP"}
SELLERS = {"FR": "admin", "ES": "ventas", "GB": "sales"}
SECTORS = [
    *("Agriculture", "Education", "Food and drink", "Health", "Hospitality", "Hosting", "Logistics"),
    *("Manufacturing", "Media", "Professional services", "Public sector", "Retail", "Trades"),
]
TAGS = (
    ("Fibre", "blue", False, "Served by our own fibre"),
    ("Wireless", "teal", False, "Served by a radio link"),
    ("Hosting", "purple", False, "Machines in our racks"),
    ("Public sector", "green", False, "Invoices through the public portal"),
    ("Reseller", "orange", False, "Sells our services on"),
    ("Seasonal", "yellow", False, "Closed for part of the year"),
    ("VIP", "pink", True, "Call the account manager before anything else"),
    ("Late payer", "red", True, "Payment is more than thirty days late"),
    ("Dog in the yard", "grey", True, "Ring before entering"),
)
REGIONS = (("France métropolitaine", "FR"), ("España peninsular", "ES"), ("Great Britain", "GB"))


@dataclass(frozen=True)
class Labels:
    """What the customers are labelled with."""

    tags: dict[str, Tag]
    statuses: dict[str, CustomerStatus]


def is_told() -> bool:
    """Whether there is any customer."""
    return Customer.objects.exists()


def tell(demo: Demo) -> None:
    """Set the firm up, let its people enter the customers, then let some weeks of work pass."""
    labels = _set_up(demo.people["admin"])
    customers = [_enter(row, labels, demo) for row in _rows()]
    by_name = {customer.name: customer for customer in customers}
    _write_notes(by_name, demo)
    _work(by_name, labels, demo)
    demo.lines.append(f"{len(customers)} customers in France, Spain and Britain.")


def _set_up(admin: User) -> Labels:
    for name, country in REGIONS:
        actions.create_region(by=admin, name=name, country=country)
    stopped = actions.create_customer_status(
        by=admin,
        name="Payment stopped",
        colour="red",
        description="Served, but nothing new until the account is settled.",
        allows_services=False,
        allows_opportunities=False,
        allows_quotes=False,
        sends_marketing=False,
    )
    create_attribute(by=admin, noun=Customer, label="Sector", type="choice", choices=SECTORS)
    create_attribute(by=admin, noun=Customer, label="Employees", type="integer")
    create_attribute(by=admin, noun=Customer, label="Contract ends", type="date")
    tags = [
        create_tag(by=admin, name=name, colour=colour, attention=attention, description=description)
        for name, colour, attention, description in TAGS
    ]
    statuses = {status.name: status for status in CustomerStatus.objects.all()}
    return Labels({tag.name: tag for tag in tags}, statuses | {stopped.name: stopped})


def _rows() -> Iterator[dict[str, str]]:
    with ROWS.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="|")


def _enter(row: dict[str, str], labels: Labels, demo: Demo) -> Customer:
    """One line of the file, entered by whoever sells in that country."""
    values: dict[str, Any] = {key: row[key] for key in ("name", "internal_name", "line1", "postal_code", "city")}
    values |= {key: row[key] for key in ("state", "country", "phone", "email", "website", "external_number", "stage")}
    attributes: dict[str, Any] = {}
    if row["sector"]:
        attributes["sector"] = row["sector"]
    if row["employees"]:
        attributes["employees"] = int(row["employees"])
    if row["stage"] == "customer" and demo.random.random() < 0.5:
        attributes["contract_ends"] = f"{demo.random.choice((2027, 2028))}-{demo.random.randint(1, 12):02}-28"
    return actions.create_customer(
        by=demo.people[SELLERS[row["country"]]],
        kind="company" if row["employees"] else "individual",
        status=labels.statuses[row["status"]],
        tags=[labels.tags[name] for name in row["tags"].split(",") if name],
        language=LANGUAGES[row["country"]],
        currency=CURRENCIES.get(row["country"], "EUR"),
        attributes=attributes,
        **values,
    )


def _write_notes(by_name: dict[str, Customer], demo: Demo) -> None:
    """What people wrote down, some of it pinned."""

    def note(name: str, who: str, body: str, *, pinned: bool = False) -> None:
        actions.add_note(by_name[name], by=demo.people[who], body=body, pinned=pinned)

    note("Hôtel des Célestins", "support", "Le portail captif du lobby est géré par leur prestataire, pas par nous.")
    note(
        "Hôtel des Célestins", "admin", "Toujours appeler avant 11 h : le directeur part ensuite en salle.", pinned=True
    )
    note("Boulangerie Lacombe", "support", "Coupure signalée à 5 h 40, rétablie à 6 h 15. Rappelé, tout fonctionne.")
    note("Cortijo El Almendral", "technician", "El mástil está detrás del aljibe; hay que pasar por la puerta azul.")
    note("Cortijo El Almendral", "ventas", "Quieren ampliar a 300 Mb para la temporada. Llamar en marzo.")
    note(
        "Severnside Haulage",
        "billing",
        "Promised to settle invoices by the end of the month. Nothing new until then.",
        pinned=True,
    )
    note("Cítricos del Guadalhorce SL", "billing", "Recibo devuelto dos veces; pagan por transferencia.")
    note("Pennine Data Centres Ltd", "sales", "Escalations go to the network desk first, day and night.", pinned=True)
    note("Margaret Ashworth", "technician", "Two collies in the yard. Friendly, but ring from the gate.")
    note("Askrigg Village Hall Trust", "sales", "Trustees meet on the first Monday; send papers the week before.")
    note("Textiles Vandamme", "admin", "Deuxième salle prévue à l'automne : voir avec eux l'alimentation.")


def _work(by_name: dict[str, Customer], labels: Labels, demo: Demo) -> None:
    """Billing addresses, changes of hands and an archived duplicate."""
    people = demo.people
    for name, address in BILLING.items():
        actions.add_address(by_name[name], by=people["billing"], address_type="billing", **address)
    actions.change_customer(
        by_name["Librairie La Marge"],
        by=people["support"],
        name="Librairie de la Marge",
        website="https://la-marge.example",
    )
    actions.force_stage(by_name["Lockhart Gallery"], by=people["sales"], stage="prospect")
    actions.promote_customer(by_name["Forn de Gràcia"], by=people["ventas"])
    actions.change_status(by_name["Brasserie du Beffroi"], by=people["admin"], status=labels.statuses["Active"])
    handed_over = Customer.objects.filter(country="FR", city__in=["Rennes", "Brest", "Nantes"])
    actions.assign_account_manager_to_all(handed_over, by=people["admin"], account_manager=people["sales"])
    actions.archive_customer(
        by_name["Hôtel des Célestines"], by=people["support"], reason="Entered twice: see Célestins"
    )


BILLING = {
    "Camping Les Flots Bleus": {
        "recipient": "Vacances Atlantique SAS",
        "line1": "9 allées de Tourny",
        "postal_code": "33000",
        "city": "Bordeaux",
        "country": "FR",
    },
    "The Black Horse Inn": {
        "recipient": "Wharfedale Taverns Ltd",
        "line1": "4 Bond Court",
        "postal_code": "LS1 5EZ",
        "city": "Leeds",
        "country": "GB",
    },
    "Colegio San Jerónimo": {
        "recipient": "Fundación San Jerónimo",
        "line1": "Calle Elvira 60",
        "postal_code": "18010",
        "city": "Granada",
        "country": "ES",
    },
}

"""People of the demo customers: owners, bookkeepers, an outside technician, a family, a warning and a block."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from contacts import actions
from contacts.actions import EmailLine, PhoneLine
from contacts.models import Contact, ContactType, CustomerContact, Warning
from crm.demo.chapters import Demo
from crm.text import fold
from customers.models import Customer

GIVEN = {
    "FR": ("Camille", "Hugo", "Inès", "Louis", "Manon", "Théo", "Solène", "Yanis"),
    "ES": ("Lucía", "Pablo", "Carmen", "Diego", "Elena", "Iker", "Nuria", "Álvaro"),
    "GB": ("Harriet", "Owen", "Priya", "George", "Isla", "Rhys", "Amina", "Callum"),
}
FAMILY = {
    "FR": ("Moreau", "Lefèvre", "Garnier", "Chevalier", "Roux", "Benali", "Le Goff", "Perrin", "Vasseur"),
    "ES": ("Serrano", "Vidal", "Iglesias", "Prieto", "Soto", "Etxeberria", "Ferrer", "Navarro", "Rey"),
    "GB": ("Cole", "Blythe", "Shah", "Marsh", "Fenwick", "Pugh", "Okafor", "Sinclair", "Doyle"),
}
PHONES = {"FR": "+336399801{:02}", "ES": "+346110022{:02}", "GB": "+447700900{:03}"}
TITLES = ("Owner", "Bookkeeper", "Manager", "IT manager", "Receptionist")


def is_told() -> bool:
    """Whether anybody is a contact of a company."""
    return CustomerContact.objects.filter(contact__individual__isnull=True).exists()


def tell(demo: Demo) -> None:
    """Give companies their people, one outside technician to several of them, and a family its members."""
    companies = list(Customer.objects.live().filter(kind="company", country__in=GIVEN).order_by("pk"))
    types = list(ContactType.objects.filter(retired=False).order_by("position"))
    numbers = count()
    for number, customer in enumerate(companies):
        for place in range(1 + number % 3):
            _employ(demo, customer, next(numbers), types, first=place == 0)
    _outsider(demo, companies[:3], types[1])
    _family(demo)
    _ask_for_consent(demo)
    _warn(demo, companies)
    demo.lines.append(f"{Contact.objects.count()} contacts, {Warning.objects.count()} warnings.")


def _employ(demo: Demo, customer: Customer, number: int, types: list[ContactType], *, first: bool) -> None:
    country = str(customer.country)
    given, family = GIVEN[country][number % 8], FAMILY[country][number % 9]
    domain = customer.email.partition("@")[2] or "example.com"
    actions.add_contact(
        customer,
        by=demo.people["support"],
        given_name=given,
        family_name=family,
        job_title=TITLES[0] if first else TITLES[1 + number % 4],
        emails=[EmailLine(f"{fold(given)}.{number}@{domain}", "Work")],
        phones=[PhoneLine(PHONES[country].format(number % 100), "Mobile")],
        link={
            "types": [types[number % len(types)]],
            "may_order": first,
            "may_change": first,
            "may_accept_quotes": first,
            "may_receive": number % 2 == 0,
        },
    )


def _outsider(demo: Demo, customers: list[Customer], technical: ContactType) -> None:
    """A technician of another firm who answers for several customers, and signs nothing."""
    contact = actions.create_contact(
        by=demo.people["support"],
        given_name="Nora",
        family_name="Berg",
        job_title="Network engineer",
        employer="Fix-IT Managed Services",
        emails=[EmailLine("nora.berg@fix-it.example", "Work")],
    )
    for customer in customers:
        actions.link_contact(contact, by=demo.people["support"], customer=customer, types=[technical], may_receive=True)


def _family(demo: Demo) -> None:
    """Two further members of a household, one of whom may change things."""
    household = Customer.objects.live().filter(kind="individual").order_by("pk").first()
    if household is None:
        return
    family = household.name.rpartition(" ")[2]
    for given, allowed in (("Alex", True), ("Robin", False)):
        actions.add_contact(
            household,
            by=demo.people["support"],
            given_name=given,
            family_name=family,
            link={"may_change": allowed, "may_receive": True},
        )


def _ask_for_consent(demo: Demo) -> None:
    """Some were asked whether they want news: most agreed, one took it back a month later."""
    by, asked = demo.people["support"], timezone.now() - timedelta(days=60)
    people = list(Contact.objects.live().order_by("pk")[::12])
    for number, contact in enumerate(people):
        wording = {"source": "phone", "text_version": "2026-01", "purpose": "news_by_email"}
        actions.record_consent(contact, by=by, granted=number % 5 != 2, decided_at=asked, **wording)
        if number % 7 == 3:
            actions.record_consent(contact, by=by, purpose="offers_by_phone", granted=False, source="email")
    later = asked + timedelta(days=30)
    actions.record_consent(people[0], by=by, purpose="news_by_email", granted=False, source="email", decided_at=later)


def _warn(demo: Demo, companies: list[Customer]) -> None:
    """What colleagues must know, mildest first, and one of them ends by itself."""
    by, soon = demo.people["support"], timezone.localdate() + timedelta(days=30)
    for customer, level, message in zip(
        companies,
        ("info", "warning", "block"),
        (
            "Ring ten minutes before you come.",
            "Disputes the invoice of last month. Ask billing before you promise anything.",
            "Mauvais payeur: three unpaid invoices. Nothing new until they are settled.",
        ),
        strict=False,
    ):
        actions.add_warning(
            customer, by=by, level=level, message=message, valid_until=soon if level == "info" else None
        )

"""An individual customer and the person they are: made together, and the same whichever of them is edited."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch

from contacts.actions.reach import EmailLine, PhoneLine, set_emails, set_phones
from contacts.models import RIGHTS, Contact, ContactEmail, ContactPhone, CustomerContact
from contacts.reach_column import reach_is_written, reach_of
from crm.changes.bulk import create_from_values, save_rows
from crm.changes.current import Actor
from crm.changes.lookups import among
from customers.actions import change_customer
from customers.companions import keep_in_step
from customers.models import Customer
from staff.models import User


def keep_person(customers: Sequence[Customer], *, by: Actor) -> None:
    """Make the person of each of these saved individuals, or bring them in line with the customer.

    Registered with the customers' actions, so that a form, an import and the admin all go through it. A fixed
    number of statements for new ones; customers with a person cost a statement or two each where they differ.
    """
    individuals = {each.pk: each for each in customers}
    known = _people(list(individuals))
    _create([customer for pk, customer in individuals.items() if pk not in known])
    for pk, contact in known.items():
        if contact.erased_at is None:
            _follow(contact, individuals[pk], by=by)


def carry_to_customer(contact: Contact, *, by: User) -> None:
    """Write a person's name, first e-mail, first phone and language to the customer they are."""
    if contact.individual_id is None:
        return
    email = contact.emails.filter(archived_at__isnull=True).first()
    phone = contact.phones.filter(archived_at__isnull=True).first()
    customer = Customer._base_manager.get(pk=contact.individual_id)
    change_customer(
        customer,
        by=by,
        name=str(contact)[:200],
        email=email.address if email else "",
        phone=phone.number if phone else "",
        language=contact.language,
    )


def carry_to_customers(contacts: Sequence[Contact], *, by: Actor) -> None:
    """The same for many people who were saved; those who are no customers are passed over."""
    people = {each.individual_id: each for each in contacts if each.individual_id}
    if not people:
        return
    ids = [each.pk for each in people.values()]
    emails, phones = _first(ContactEmail, "address", ids), _first(ContactPhone, "number", ids)
    held = Customer._base_manager.defer("search", "sort_name").select_for_update(of=("self",))
    changed = []
    for customer in held.filter(among(people)).order_by("pk"):
        contact = people[customer.pk]
        reach = {"email": emails.get(contact.pk, ""), "phone": phones.get(contact.pk, "")}
        said = {"name": str(contact)[:200], "language": contact.language, **reach}
        if any(str(getattr(customer, name) or "") != value for name, value in said.items()):
            for name, value in said.items():
                setattr(customer, name, value)
            changed.append(customer)
    save_rows(changed, ("name", "language", "email", "phone"))
    keep_in_step(changed, by=by)


def _first(model: Any, column: str, contact_ids: Sequence[int]) -> dict[int, str]:
    """The first live address or number of each person."""
    rows = model._base_manager.filter(among(contact_ids, "contact"), archived_at__isnull=True)
    pairs = rows.order_by("-position", "-pk").values_list("contact", column)
    return {contact: str(value) for contact, value in pairs}


def split_name(name: str) -> tuple[str, str]:
    """Given and family name, the last word being the latter: `Ana María Ruiz` → `Ana María`, `Ruiz`."""
    given, _blank, family = name.strip().rpartition(" ")
    return given.strip()[:100], family[:100]


def _people(customer_ids: list[int]) -> dict[int, Contact]:
    """The person of each customer, with what reaches them, by the customer's id."""
    reach = [
        Prefetch(name, model._base_manager.filter(archived_at__isnull=True).order_by("position", "pk"), f"live_{name}")
        for name, model in (("emails", ContactEmail), ("phones", ContactPhone))
    ]
    rows = Contact._base_manager.filter(among(customer_ids, "individual")).select_for_update(of=("self",))
    return {row.individual_id: row for row in rows.order_by("pk").prefetch_related(*reach) if row.individual_id}


def _create(customers: Sequence[Customer]) -> None:
    """New people, all in a fixed number of statements; rows by value, as an import brings thousands."""
    people = create_from_values(Contact, [_person_of(customer) for customer in customers])
    pairs = list(zip(people, customers, strict=True))
    ids = [customer.pk for customer in customers]
    primary = CustomerContact.objects.filter(among(ids, "customer"), primary=True, archived_at__isnull=True)
    held = set(primary.values_list("customer_id", flat=True))
    rights = dict.fromkeys(RIGHTS, True)
    links = [{"contact_id": pk, "customer_id": one.pk, "primary": one.pk not in held} | rights for pk, one in pairs]
    create_from_values(CustomerContact, links)
    emails = [{"contact_id": pk, "address": one.email.lower()} for pk, one in pairs if one.email]
    phones = [{"contact_id": pk, "number": str(one.phone)} for pk, one in pairs if one.phone]
    with reach_is_written():
        create_from_values(ContactEmail, emails)
        create_from_values(ContactPhone, phones)


def _person_of(customer: Customer) -> dict[str, Any]:
    given, family = split_name(customer.name)
    phone = str(customer.phone or "")
    return {
        "given_name": given,
        "family_name": family,
        "language": customer.language,
        "individual_id": customer.pk,
        "reach": reach_of([customer.email.lower()] if customer.email else [], [phone] if phone else []),
    }


def _follow(contact: Contact, customer: Customer, *, by: Actor) -> None:
    """Bring a person in line with the customer they are, where the two differ."""
    if customer.name != str(contact) or customer.language != contact.language:
        contact.given_name, contact.family_name = renamed(contact.given_name, contact.family_name, customer.name)
        contact.language = customer.language
        contact.save()
    emails = [EmailLine(each.address, each.label) for each in contact.live_emails]  # type: ignore[attr-defined]
    first = emails[0].address if emails else ""
    if customer.email.lower() != first:
        label = emails[0].label if emails else ""
        kept = [line for line in emails[1:] if line.address != customer.email.lower()]
        set_emails(contact, [EmailLine(customer.email, label), *kept], by=by)
    phones = [PhoneLine(str(each.number), each.label) for each in contact.live_phones]  # type: ignore[attr-defined]
    number = str(customer.phone or "")
    if number != (phones[0].number if phones else ""):
        label = phones[0].label if phones else ""
        set_phones(contact, [PhoneLine(number, label), *(line for line in phones[1:] if line.number != number)], by=by)


def renamed(given: str, family: str, name: str) -> tuple[str, str]:
    """The new name in two parts, keeping the one that stayed the same: a marriage, a correction."""
    if given and name.startswith(f"{given} "):
        return given, name.removeprefix(f"{given} ").strip()[:100]
    if family and name.endswith(f" {family}"):
        return name.removesuffix(f" {family}").strip()[:100], family
    return split_name(name)

"""What names a person on the records of others: it stays, and the plan says where somebody must look."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from contacts.models import Contact, ContactEmail, ContactPhone, CustomerContact, Warning
from contacts.privacy.holding import Holding
from contacts.privacy.said import Said
from crm.attachments.models import Attachment
from customers.models import Customer, Note

NAMED_AT_MOST = 20


def of_others(contact: Contact) -> list[Holding]:
    """The same person under another number, the same address on a customer, and texts about customers they serve."""
    said = Said(contact)
    twins, customers = _twins(contact, said), _same_reach(contact, said)
    texts = list(_texts(contact, said))
    look = _("These records are of others. Look at each, and take out what is this person's.")
    return [
        Holding(
            _("Other contacts with the same e-mail address or number: %(numbers)s") % {"numbers": _listed(twins)},
            len(twins),
            _("Each is a person of their own here. Where one of them is the same person, erase that one too."),
        ),
        Holding(
            _("Customers with the same e-mail address or number: %(numbers)s") % {"numbers": _listed(customers)},
            len(customers),
            look,
        ),
        Holding(
            _("Notes, warnings and file names of customers they served: %(numbers)s")
            % {"numbers": _listed(sorted(set(texts)))},
            len(texts),
            look,
        ),
    ]


def _twins(contact: Contact, said: Said) -> list[str]:
    by_email = ContactEmail._base_manager.filter(address__in=said.emails)
    by_phone = ContactPhone._base_manager.filter(number__in=said.phones)
    found = {pk for rows in (by_email, by_phone) for pk in rows.values_list("contact", flat=True)}
    return [str(pk) for pk in sorted(found - {contact.pk})]


def _same_reach(contact: Contact, said: Said) -> list[str]:
    """Each column is asked by itself: together they would be looked for in every customer."""
    others = Customer._base_manager.exclude(pk=contact.individual_id or 0)
    by_email = others.exclude(email="").alias(small=Lower("email")).filter(small__in=said.emails)
    by_phone = others.exclude(phone="").filter(phone__in=said.phones)
    return sorted({*_numbers(by_email), *_numbers(by_phone)})


def _texts(contact: Contact, said: Said) -> Iterable[str]:
    """The number of a customer for each text that names the person."""
    links = CustomerContact._base_manager.filter(contact=contact).exclude(customer=contact.individual_id)
    served = list(links.values_list("customer_id", flat=True).distinct().order_by())
    customers = Customer._base_manager.filter(pk__in=served)
    yield from _numbers(customers.filter(said.condition("internal_note", "customer_note")))
    numbers = dict(customers.values_list("pk", "number"))
    told: tuple[tuple[Any, str], ...] = ((Note, "body"), (Warning, "message"), (Attachment, "name"))
    for model, column in told:
        rows = model._base_manager.filter(said.condition(column), customer_id__in=served)
        yield from (numbers[pk] for pk in rows.values_list("customer_id", flat=True))


def _numbers(customers: QuerySet[Customer]) -> list[str]:
    return list(customers.order_by("number").values_list("number", flat=True))


def _listed(numbers: list[str]) -> str:
    told = ", ".join(numbers[:NAMED_AT_MOST])
    return f"{told}, …" if len(numbers) > NAMED_AT_MOST else told

"""Which customer a written text means: by our number, the number elsewhere, our reference, or the name."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm.errors import DomainError
from crm.text import fold
from customers.models import Customer

NEEDED = (
    "number",
    "name",
    "external_number",
    "internal_reference",
    "sort_name",
    "archived_at",
    "country",
    "region_id",
    "kind",
)


def customers_called(texts: Collection[str]) -> dict[str, list[Customer]]:
    """The customers that each text means, archived ones included; several where it is not clear.

    `C-000012` and `C-000012 Orange` (as suggestions write it) mean our number, which goes before the number
    elsewhere, before our reference, before the name. Four statements at most, however many texts.
    """
    numbers = {text: _number(text) for text in texts}
    by_number = _grouped(Customer.objects.filter(number__in=set(numbers.values())), "number")
    found = {text: by_number[number] for text, number in numbers.items() if number in by_number}
    if not (others := [text for text in texts if text not in found]):
        return found
    folded = {text: fold(text) for text in others}
    referred = Customer.objects.filter(internal_reference__in=others).exclude(internal_reference="")
    by_external = _grouped(Customer.objects.filter(external_number__in=others), "external_number")
    by_reference = _grouped(referred, "internal_reference")
    by_name = _grouped(Customer.objects.filter(sort_name__in=set(folded.values())), "sort_name")
    for text, name in folded.items():
        if rows := by_external.get(text) or by_reference.get(text) or by_name.get(name):
            found[text] = rows
    return found


def named(customer: Customer) -> str:
    """A customer as files name them, by our number with the name behind it; `customers_called` reads it back."""
    return f"{customer.number} {customer.name}"[:200].strip()


def the_only_one(found: Collection[Customer], written: str) -> Customer:
    """The one live customer among those that a text means. Raises DomainError where it is not clear, or archived."""
    live = [each for each in found if not each.is_archived]
    if len(live) == 1:
        return live[0]
    if live:
        said = _("%(count)s customers are called “%(name)s”; write the number of the one that is meant.")
        raise DomainError(said % {"count": len(live), "name": written})
    if found:
        raise DomainError(_("%(name)s is archived. Restore it first.") % {"name": written})
    raise DomainError(_("No customer is called “%(name)s”.") % {"name": written})


def _number(text: str) -> str:
    return text.partition(" ")[0].upper()


def _grouped(customers: QuerySet[Customer], field: str) -> dict[str, list[Customer]]:
    rows: dict[str, list[Customer]] = {}
    for customer in customers.only(*NEEDED):
        rows.setdefault(str(getattr(customer, field)), []).append(customer)
    return rows

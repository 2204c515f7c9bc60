"""Which customer a written text means: by our number, the number elsewhere, or the name."""

from collections.abc import Collection

from django.db.models import QuerySet

from crm.text import fold
from customers.models import Customer

NEEDED = ("number", "name", "external_number", "sort_name", "archived_at", "country", "region_id", "kind")


def customers_called(texts: Collection[str]) -> dict[str, list[Customer]]:
    """The customers that each text means, archived ones included; several where it is not clear.

    `C-000012` and `C-000012 Orange` (as suggestions write it) mean our number, which goes before the number
    elsewhere, which goes before the name. Three statements at most, however many texts.
    """
    numbers = {text: _number(text) for text in texts}
    by_number = _grouped(Customer.objects.filter(number__in=set(numbers.values())), "number")
    found = {text: by_number[number] for text, number in numbers.items() if number in by_number}
    if not (others := [text for text in texts if text not in found]):
        return found
    elsewhere = Customer.objects.filter(external_number__in=others)
    named = Customer.objects.filter(sort_name__in={fold(text) for text in others})
    by_external = _grouped(elsewhere, "external_number")
    by_name = _grouped(named, "sort_name")
    found |= {text: rows for text in others if (rows := by_external.get(text) or by_name.get(fold(text)))}
    return found


def _number(text: str) -> str:
    return text.partition(" ")[0].upper()


def _grouped(customers: QuerySet[Customer], field: str) -> dict[str, list[Customer]]:
    rows: dict[str, list[Customer]] = {}
    for customer in customers.only(*NEEDED):
        rows.setdefault(str(getattr(customer, field)), []).append(customer)
    return rows

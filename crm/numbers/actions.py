"""Taking numbers from a series."""

from django.db import transaction

from crm.changes.bulk import create_rows
from crm.numbers.models import NumberSeries


@transaction.atomic
def take_numbers(key: str, count: int = 1, *, prefix: str = "", digits: int = 6) -> list[str]:
    """The next `count` numbers of a series, in order; the series is made on its first use.

    The row stays locked until the transaction ends: a number that was rolled back is given again, none is
    given twice. The counter is no business data, so it moves without a history row.
    """
    if not NumberSeries.objects.filter(key=key).exists():
        create_rows([NumberSeries(key=key, prefix=prefix, digits=digits)])
    series = NumberSeries.objects.select_for_update().get(key=key)
    first = series.next_value
    NumberSeries.objects.filter(pk=series.pk).update(next_value=first + count)
    return [series.written(value) for value in range(first, first + count)]

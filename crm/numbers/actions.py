"""Taking numbers from a series, and setting a series up."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm.changes.action import action
from crm.changes.bulk import create_rows
from crm.changes.current import Actor
from crm.changes.locking import locked
from crm.errors import DomainError
from crm.numbers.models import NumberSeries
from crm.text import clean, whole_number


@transaction.atomic
def take_numbers(key: str, count: int = 1, *, prefix: str = "", digits: int = 6) -> list[str]:
    """The next `count` numbers of a series, in order; the series is made on its first use.

    The row stays locked until the transaction ends: a number that was rolled back is given again, none is
    given twice. The counter is no business data, so it moves without a history row.
    """
    series = _held(key, prefix, digits)
    first = series.next_value
    NumberSeries.objects.filter(pk=series.pk).update(next_value=first + count)
    return [series.written(value) for value in range(first, first + count)]


@transaction.atomic
def keep_numbers(key: str, numbers: Iterable[str], *, prefix: str = "", digits: int = 6) -> None:
    """Let a series go on behind numbers that were given elsewhere, as far as they look like its own."""
    series = _held(key, prefix, digits)
    own = [number.removeprefix(series.prefix) for number in numbers if number.startswith(series.prefix)]
    values = [value for digits in own if (value := whole_number(digits)) is not None]
    if (highest := max(values, default=0)) >= series.next_value:
        NumberSeries.objects.filter(pk=series.pk).update(next_value=highest + 1)


@action
def change_series(
    series: NumberSeries, *, by: Actor, prefix: str, digits: int, next_value: int, version: int | None = None
) -> NumberSeries:
    """Change how the coming numbers look, or skip some; numbers that were given stay as they are.

    Raises DomainError when the counter would go back: a number is never given twice.
    """
    series = locked(series, version=version)
    if next_value < series.next_value:
        raise DomainError(
            _("%(number)s was given already: the next value can only grow.") % {"number": series.written(next_value)},
            field="next_value",
        )
    series.prefix, series.digits, series.next_value = clean(prefix), digits, next_value
    series.save()
    return series


def _held(key: str, prefix: str, digits: int) -> NumberSeries:
    """The series, locked, and made where it is not there yet."""
    if not NumberSeries.objects.filter(key=key).exists():
        _create_once(NumberSeries(key=key, prefix=prefix, digits=digits))
    return NumberSeries.objects.select_for_update().get(key=key)


def _create_once(series: NumberSeries) -> None:
    """Make a series unless somebody else makes it at this moment."""
    try:
        with transaction.atomic():
            create_rows([series])
    except IntegrityError:
        if not NumberSeries.objects.filter(key=series.key).exists():
            raise

"""Honest counts that stay cheap: exact where it costs little, capped or estimated where it would not."""

import json
from collections.abc import Hashable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

CAP = 1000
ESTIMATE_ABOVE = 50_000
STANDS = 30  # seconds that an estimate, or "1,000+", is not asked again; an exact number always is
REMEMBERED = 1000  # questions whose answers stand

_standing: dict[Hashable, tuple[float, int]] = {}  # a question, until when its answer stands, and the answer


@dataclass(frozen=True, slots=True)
class Count:
    """A number of rows, and how sure it is: `exact`, or at least (capped), or about (estimated)."""

    value: int
    exact: bool = True
    capped: bool = False

    def __str__(self) -> str:
        number = number_format(self.value, force_grouping=True)
        if self.exact:
            return number
        return f"{number}+" if self.capped else gettext("about %(number)s") % {"number": number}

    def of(self, one: Any, many: Any) -> str:
        """With its noun: "1 customer", "1,204 customers", "1,000+ customers", "about 1,000,000 customers".

        Which numbers take the singular is the language's own rule (French: 0 client).
        """
        # xgettext:no-python-format (here only the word differs, where the format check wants the same names)
        text = ngettext("%(count)s %(one)s", "%(count)s %(many)s", self.value)
        return text % {"count": self, "one": one, "many": many}


def count_rows(queryset: QuerySet[Any], *, narrowed: bool) -> Count:
    """Count a list's rows.

    A filtered list counts up to 1,000 rows and answers "1,000+" above, which stands for half a minute. A whole list
    asks the planner first, and counts only while it expects at most 50,000 rows (counting a million takes about 50 ms,
    on every page).
    """
    plain = queryset.order_by().values("pk")  # what is shown of a row need not be worked out to count it
    if not narrowed and (estimate := planned_rows(plain)) > ESTIMATE_ABOVE:
        return Count(round(estimate, -3), exact=False)
    return _counted_up_to_cap(plain) if narrowed else Count(plain.count())


def _counted_up_to_cap(rows: QuerySet[Any]) -> Count:
    question = _question("are there more than are counted", rows)
    if _answer_to(question) is None:
        counted = rows[: CAP + 1].count()
        if counted <= CAP:
            return Count(counted)
        _let_stand(question, CAP)
    return Count(CAP, exact=False, capped=True)


def planned_rows(rows: QuerySet[Any]) -> int:
    """How many rows the planner expects; asked again after half a minute."""
    question = _question("how many are expected", rows)
    expected = _answer_to(question)
    return _let_stand(question, _planned(rows)) if expected is None else expected


def _planned(rows: QuerySet[Any]) -> int:
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return int(plan[0]["Plan"]["Plan Rows"])


def _question(what: str, rows: QuerySet[Any]) -> Hashable:
    sql, params = rows.query.sql_with_params()
    return what, sql, str(params)


def _answer_to(question: Hashable) -> int | None:
    until, answer = _standing.get(question, (0.0, 0))
    return answer if until > monotonic() else None


def _let_stand(question: Hashable, answer: int) -> int:
    if len(_standing) >= REMEMBERED:
        _standing.clear()
    _standing[question] = monotonic() + STANDS, answer
    return answer


def forget_counts() -> None:
    """Ask the database again, whatever was counted before."""
    _standing.clear()

"""The best few of what a search found, in the order of the search box."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from crm.text import fold

R = TypeVar("R", bound=Any)


def best_of(found: Iterable[R], text: str, names: Callable[[R], Sequence[str]], *, limit: int) -> list[R]:
    """The first `limit` of some records: in use before archived; named exactly so, then beginning so; by name.

    `names` answers what a record goes by, the name it is sorted by first.
    """
    wanted = fold(text).strip()

    def rank(record: R) -> tuple[bool, bool, bool, str]:
        folded = [fold(name) for name in names(record)]
        starts = any(name.startswith(wanted) for name in folded)
        return (record.is_archived, wanted not in folded, not starts, folded[0])

    return sorted(found, key=rank)[:limit]

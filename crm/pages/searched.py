"""Reading a list that is searched: found by the words, then put in order, and never the other way round."""

from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from crm.pages.counting import CAP, Count
from crm.pages.listing import Listing
from crm.pages.order import Order
from crm.pages.paging import Window, read_window

# Rows of the whole list, from its top, among which a common word is looked for first.
AHEAD = 3000


class Sorted(Order):
    """The same order, but no index has it: the database finds the rows first and sorts what it found."""

    def names(self, *, reverse: bool = False) -> list[Any]:
        """For `order_by`."""
        if self.key == "pk":
            return super().names(reverse=reverse)
        falls = self.descending != reverse
        key = Coalesce(F(self.key), F(self.key))
        return [key.desc() if falls else key.asc(), "-pk" if falls else "pk"]


class SearchedListing(Listing):
    """What an address asks of a list of millions.

    For rows in order PostgreSQL likes to walk the index of that order until fifty of them hold the word. It takes the
    matches for spread evenly, and names are not: in a list of two million people by name, the first Moreau stood behind
    a million others (4.5 s; 0.13 s from the index of words). So up to 1,000 keys are asked of the index of words, which
    also counts them; only a word that more rows hold is looked for along the order, and not farther than a few
    thousand rows.
    """

    @property
    def is_searched(self) -> bool:
        """Whether words are looked for."""
        return self.is_valid and bool(self.params.get("q", "").strip())

    @cached_property
    def found(self) -> QuerySet[Any] | None:
        """The matching rows by their keys; None where there are too many to name them."""
        return None if len(self._keys) > CAP else self.rows.model._default_manager.filter(pk__in=self._keys)

    @cached_property
    def _keys(self) -> list[int]:
        """The keys of the matching rows, as many as are counted and one more."""
        return list(self.rows.order_by().values_list("pk", flat=True)[: CAP + 1])

    @cached_property
    def count(self) -> Count:
        """How many rows match."""
        if not self.is_searched:
            return super().count
        return Count(CAP, exact=False, capped=True) if self.found is None else Count(len(self._keys))

    @cached_property
    def _read(self) -> Window:
        if not self.is_searched:
            return super()._read
        if self.found is not None:
            return read_window(self.with_cells(self.found), self.params, self.order)
        if "after" in self.params or "before" in self.params:
            return super()._read  # a cursor stands among rows that match: the next ones are near
        return self._from_the_top() or read_window(self.with_cells(self.rows), self.params, self._sorted)

    @property
    def _sorted(self) -> Order:
        return Sorted(self.order.key, self.order.descending)

    def _from_the_top(self) -> Window | None:
        """The first page, where it lies within the first rows of the whole list."""
        if self.params.get("page", "1") != "1":
            return None
        key = self.order.key
        whole = self.rows.model._default_manager.order_by(*self.order.names())
        edge = whole.values_list(key, flat=True)[AHEAD : AHEAD + 1].first()
        if edge is None:
            return None
        within = {f"{key}__{'gte' if self.order.descending else 'lte'}": edge}
        window = read_window(self.with_cells(self.rows.filter(**within)), self.params, self.order)
        return window if window.next else None

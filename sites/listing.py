"""The reading of a site list's address: the three parameters of a circle are one chip above the rows."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from crm.pages.counting import CAP, Count
from crm.pages.furniture import WINDOW, Chip, MenuButton
from crm.pages.listing import Listing
from crm.pages.order import Order
from crm.pages.paging import Window, read_window
from sites.area import PARAMETERS, Area

# The circle of so many times the reach of the first page's 50 rows holds the 1,000 that are counted, if many do.
CROWD_REACH = 8


class AreaButton(MenuButton):
    """The button of the circle: three parameters, one filter."""

    __slots__ = ()

    @property
    def active(self) -> int:
        """One, or none."""
        return min(1, len(self.held))


class SiteListing(Listing):
    """What an address asks of the list of sites. Around a point the nearest stand first, unless it asks otherwise."""

    @cached_property
    def area(self) -> Area | None:
        """The circle in force."""
        found: Area | None = self.filterset.form.cleaned_data.get("area") if self.is_valid else None
        return found

    @property
    def is_by_distance(self) -> bool:
        """Whether the nearest stand first."""
        return self.area is not None and not self.params.get("sort")

    @cached_property
    def order(self) -> Order:
        """The order asked for; by the straight line, which the index knows: a name means sorting a whole town."""
        return Order("chord") if self.is_by_distance else super().order

    @property
    def sort(self) -> str:
        """The value of `sort=` in force; no column stands for the distance."""
        return "" if self.is_by_distance else super().sort

    def brief(self, params: QueryDict) -> QueryDict:
        """The same state in the fewest words; around a point the order by name must be said."""
        short = super().brief(params)
        if params.get("sort") == self.table_class.default_sort() and params.get(PARAMETERS[0]):
            short["sort"] = self.table_class.default_sort()
        return short

    @cached_property
    def count(self) -> Count:
        """How many sites match. In a town, more than are counted lie near the point: only those are read."""
        if self.is_by_distance and self._page_reach:
            near = self._in_ball(self._page_reach * CROWD_REACH).order_by()
            if near[: CAP + 1].count() > CAP:
                return Count(CAP, exact=False, capped=True)
        return super().count

    @cached_property
    def _read(self) -> Window:
        if not self.is_by_distance or {"after", "before"} & set(self.params) or self.params.get("page", "1") != "1":
            return super()._read
        rows = self._in_ball(self._page_reach) if self._page_reach else self.rows
        return read_window(self.with_cells(rows), self.params, self.order)

    @cached_property
    def _page_reach(self) -> float | None:
        """How far the first page of a circle reaches, in km of chord; None where it holds the whole circle.

        PostgreSQL walks the index of positions for an order by distance alone, not for distance and key: it would
        read and sort the 37,000 sites of a large town. So the distance of the last row wanted is asked for first.
        """
        chords = self.rows.order_by("chord").values_list("chord", flat=True)
        return chords[self.per_page : self.per_page + 1].first()

    def _in_ball(self, chord: float) -> QuerySet[Any]:
        if self.area is None:
            return self.rows
        near: QuerySet[Any] = self.rows.in_ball(self.area.latitude, self.area.longitude, chord)  # type: ignore[attr-defined]
        return near

    @cached_property
    def chips(self) -> list[Chip]:
        """The active filters, each removable; half a circle would be an error."""
        if self.area is None:
            return super().chips
        label = str(self.filterset.form.fields["area"].label)
        chips = [chip for chip in super().chips if chip.label != label]
        return [*chips, Chip(label, str(self.area), self._without_area())]

    def _without_area(self) -> str:
        params = self.params.copy()
        for name in (*PARAMETERS, *WINDOW):
            params.pop(name, None)
        return params.urlencode()

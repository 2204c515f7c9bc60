"""The reading of a site list's address: the three parameters of a circle are one chip above the rows."""

from functools import cached_property

from django.http import QueryDict

from crm.pages.furniture import WINDOW, Chip, MenuButton
from crm.pages.listing import Listing
from crm.pages.order import Order
from sites.area import PARAMETERS, Area


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

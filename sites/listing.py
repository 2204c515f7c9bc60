"""The reading of a site list's address: the three parameters of a circle are one chip above the rows."""

from functools import cached_property

from crm.pages.furniture import WINDOW, Chip, MenuButton
from crm.pages.listing import Listing
from sites.area import PARAMETERS


class AreaButton(MenuButton):
    """The button of the circle: three parameters, one filter."""

    __slots__ = ()

    @property
    def active(self) -> int:
        """One, or none."""
        return min(1, len(self.held))


class SiteListing(Listing):
    """What an address asks of the list of sites."""

    @cached_property
    def chips(self) -> list[Chip]:
        """The active filters, each removable; half a circle would be an error."""
        field = self.filterset.form.fields["area"]
        area = self.is_valid and self.filterset.form.cleaned_data["area"]
        chips = [chip for chip in super().chips if chip.label != field.label]
        return [*chips, Chip(str(field.label), str(area), self._without_area())] if area else chips

    def _without_area(self) -> str:
        params = self.params.copy()
        for name in (*PARAMETERS, *WINDOW):
            params.pop(name, None)
        return params.urlencode()

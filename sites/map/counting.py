"""Which lists of sites the counts by cell can answer for: those whose filters ask for properties and shapes alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from crm.pages.filters import STATE_PARAMETERS
from sites.area import PARAMETERS
from sites.listing import SiteListing
from sites.map.heaps import Properties
from sites.map.shape import Shape
from sites.querysets import SiteQuerySet

# The list's filters by the property of a cell that they ask for
COUNTED = {
    "country": "country",
    "site_type": "site_type",
    "source": "location_source",
    "accuracy": "accuracy",
    "region": "region",
    "location": "to_confirm",
    "archived": "archived",
}
SHAPED = frozenset({*PARAMETERS, "box"})


@dataclass(frozen=True, slots=True)
class Question:
    """A list's filters as the grid understands them; `rows` are the sites with the properties, in the shape or not."""

    properties: Properties
    shape: Shape
    rows: SiteQuerySet

    @classmethod
    def of(cls, listing: SiteListing) -> Self | None:
        """The question of a list; None for one that also searches, or shows a person a part of the sites only."""
        asked = {name for name, values in listing.params.lists() if any(values)} - STATE_PARAMETERS
        if not listing.is_valid or listing.visible.query.where or not asked <= {*COUNTED, *SHAPED}:
            return None
        values = listing.filterset.form.cleaned_data
        unshaped = listing.params.copy()
        for name in SHAPED:
            unshaped.pop(name, None)
        rows: Any = replace(listing, params=unshaped).rows
        return cls(_properties(values), Shape(values.get("area"), values.get("box")), rows)


def _properties(values: Mapping[str, Any]) -> dict[str, Sequence[Any]]:
    found: dict[str, Sequence[Any]] = {}
    for name, column in COUNTED.items():
        value = values.get(name)
        if name == "archived":
            if value != "all":
                found[column] = [value == "only"]
        elif value:
            found[column] = _wanted(name, value)
    return found


def _wanted(name: str, value: Any) -> Sequence[Any]:
    if name == "location":
        return [value == "to_confirm"]
    if name == "region":
        return [value.pk]
    return list(value) if isinstance(value, list | tuple) else [value]

"""The place of imports in the navigation."""

from typing import Any

from crm.imports.kinds import kinds_for
from crm.navigation.registry import NavigationItem


class ImportPlace(NavigationItem):
    """Offered to whoever may import anything."""

    __slots__ = ()

    def offered_to(self, user: Any) -> bool:
        """Whether any kind is open to this person."""
        return bool(kinds_for(user))

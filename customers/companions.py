"""What higher apps keep in step with customers: the person that an individual customer is."""

from collections.abc import Sequence
from typing import Protocol

from crm.changes.current import Actor
from customers.models import Customer


class Keep(Protocol):
    """Brings an app's rows in step with customers that were just saved."""

    def __call__(self, customers: Sequence[Customer], *, by: Actor) -> None:
        """Under the change set and in the transaction that saved them; it may be many customers of an import."""


_companions: list[Keep] = []


def register_companion(keep: Keep) -> None:
    """Add what an app keeps in step; called in `ready()` of the app that owns the rows."""
    _companions.append(keep)


def keep_in_step(customers: Sequence[Customer], *, by: Actor) -> None:
    """Tell every app of customers that were created or changed; every route that writes them calls it."""
    for keep in _companions:
        keep(customers, by=by)

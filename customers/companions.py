"""What higher apps keep in step with customers: the person that an individual customer is."""

from collections.abc import Sequence
from typing import Protocol

from crm.changes.current import Actor
from customers.models import Customer


class Keep(Protocol):
    """Brings an app's rows in step with customers that were just saved."""

    def __call__(self, customers: Sequence[Customer], *, by: Actor) -> None:
        """Under the change set and in the transaction that saved them; it may be many customers of an import."""


_companions: list[tuple[str, Keep]] = []


def register_companion(kind: str, keep: Keep) -> None:
    """Add what an app keeps in step with customers of a kind; called in `ready()` of the app that owns the rows."""
    _companions.append((kind, keep))


def is_followed(kind: str) -> bool:
    """Whether an app keeps anything in step with customers of a kind."""
    return any(kind == followed for followed, _keep in _companions)


def keep_in_step(customers: Sequence[Customer], *, by: Actor) -> None:
    """Tell every app of customers that were created or changed; every route that writes them calls it."""
    for kind, keep in _companions:
        if meant := [each for each in customers if each.kind == kind]:
            keep(meant, by=by)

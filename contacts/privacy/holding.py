"""What is held about a person: what an erasure takes now, what the law keeps until when, and why.

Each app that holds something registers a holder; the plan that is shown, the erasure and its certificate read the
same holders.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contacts.models import Contact


@dataclass(frozen=True, slots=True)
class Holding:
    """Some fields that hold something about a person.

    `erase()` takes it, inside the action's transaction, and answers how many rows; None where it is kept, until
    `kept_until` (None: for as long as the record lives), for the reason in `why`.
    """

    what: str
    rows: int
    why: str
    erase: Callable[[], int] | None = None
    kept_until: date | None = None

    @property
    def is_kept(self) -> bool:
        """Whether it stays for now."""
        return self.erase is None

    def as_line(self) -> dict[str, Any]:
        """The line of the certificate."""
        until = self.kept_until.isoformat() if self.kept_until else ""
        return {"what": self.what, "rows": self.rows, "kept": self.is_kept, "kept_until": until, "why": self.why}


FindHoldings = Callable[[Contact], Sequence[Holding]]
FindKeepers = Callable[[Contact], Sequence[Holding]]

_holders: list[FindHoldings] = []
_identity_keepers: list[FindKeepers] = []


def register_holder(find: FindHoldings) -> None:
    """Add what an app holds about people; called in its `ready()`."""
    _holders.append(find)


def register_identity_keeper(find: FindKeepers) -> None:
    """Add a reason why the name and address of an individual customer must stay: issued invoices, open claims.

    While any keeper answers a holding, the customer's record is kept; the person's own data go all the same.
    """
    _identity_keepers.append(find)


def unregister_identity_keeper(find: FindKeepers) -> None:
    """Take a keeper out again."""
    _identity_keepers.remove(find)


def keepers_of(contact: Contact) -> list[Holding]:
    """Why the individual customer that a person is must stay named."""
    return [each for find in _identity_keepers for each in find(contact)] if contact.individual_id else []


def plan_of(contact: Contact) -> list[Holding]:
    """Everything that is held about a person, field by field; nothing is written."""
    return [each for find in _holders for each in find(contact) if each.rows]

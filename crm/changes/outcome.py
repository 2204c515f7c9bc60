"""What became of a change of many rows: how many were changed, and which were refused and why."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was left as it was, and why."""

    record: Any
    reasons: list[str]


@dataclass(slots=True)
class Outcome:
    """What a bulk action did."""

    done: int = 0
    refusals: list[Refusal] = field(default_factory=list)

"""The functions a worker can run, by name."""

from collections.abc import Callable
from typing import Any, Protocol


class Progress(Protocol):
    """How a task says how far it is, between two of its transactions."""

    def advance(self, done: int, total: int = 0) -> None:
        """Note the rows done so far. Raises Cancelled or Interrupted where the task must leave off."""


class Cancelled(Exception):
    """The owner asked to stop; what was committed stays."""


class Interrupted(Exception):
    """The worker is shutting down; the job is taken up again by the next one."""


Task = Callable[..., str]
TASKS: dict[str, Task] = {}


def background_task(name: str) -> Callable[[Task], Task]:
    """Let a worker run `function(progress, **arguments) -> sentence`; stands in an app's `tasks.py`.

    A job may be run again after its worker died, in the worst case twice at once: the task commits in
    batches, keeps its place in the same transactions, and finds it again under a row lock.
    It refuses with DomainError, and asks for another try with TryLater.
    """

    def register(function: Task) -> Task:
        if TASKS.setdefault(name, function) is not function:
            raise ValueError(f"Two background tasks are called {name}.")
        return function

    return register


DAILY: list[Callable[[], int]] = []


def daily_task(function: Callable[[], int]) -> Callable[[], int]:
    """Let a worker run `function() -> rows` once a night, such as forgetting what is old; safe to run twice."""
    DAILY.append(function)
    return function


class Silent:
    """The progress of work nobody watches: a command, a small import done at once."""

    def advance(self, done: int, total: int = 0) -> None:
        """Nothing to tell."""


def arguments_fit(arguments: dict[str, Any]) -> bool:
    """Whether the arguments survive the queue: ids and words, never objects."""
    return all(isinstance(value, str | int | bool | None) for value in arguments.values())

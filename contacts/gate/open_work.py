"""What is open when a block is put in force: jobs, quotes, drafts, as the apps above name them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from contacts.models import Warning


@dataclass(frozen=True, slots=True)
class OpenWork:
    """Something that goes on in spite of a block until somebody decides: a sentence and its page."""

    sentence: str
    url: str


FindOpenWork = Callable[[Warning], Sequence[OpenWork]]

_finders: list[FindOpenWork] = []


def register_open_work(find: FindOpenWork) -> None:
    """Add what an app has open on a warning's target; called in its `ready()`. A block cancels none of it."""
    _finders.append(find)


def open_work_of(warning: Warning) -> list[OpenWork]:
    """Everything that is open on what a warning stands on."""
    return [each for find in _finders for each in find(warning)]

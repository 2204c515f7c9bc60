"""What a request reads once, and what a process reads once until somebody sets it up differently.

Both serve only requests that change nothing: what was read before a change may be out of date after it.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")
MOST = 10_000  # answers a process keeps


@dataclass(slots=True)
class _Answers:
    """What is known, as long as `version` is the installation's."""

    version: Hashable
    known: dict[Hashable, Any] = field(default_factory=dict)


_of_request: ContextVar[_Answers | None] = ContextVar("remembered answers", default=None)
_of_process = _Answers(None)


@contextmanager
def remembering(version: Hashable = None) -> Iterator[None]:
    """Keep answers until the block ends; `version` (SetupVersion) lets it use those that the process keeps."""
    token = _of_request.set(_Answers(version))
    try:
        yield
    finally:
        _of_request.reset(token)


def remembered(question: Hashable, answer: Callable[[], T]) -> T:
    """The answer given before in this request, or a new one; always a new one outside `remembering()`."""
    answers = _of_request.get()
    return answer() if answers is None else _known(answers, question, answer)


def settled(question: Hashable, answer: Callable[[], T]) -> T:
    """The same, kept from request to request while nobody changes a watched table (crm.remembered.watching).

    For what few people set up and every page asks: attributes, saved views, what lists are filtered by. Treat the
    answer as read-only, other threads hold it too.
    """
    global _of_process
    answers = _of_request.get()
    if answers is None or answers.version is None:
        return remembered(question, answer)
    kept = _of_process  # another thread may replace it at any moment
    if kept.version != answers.version or len(kept.known) > MOST:
        kept = _of_process = _Answers(answers.version)
    return _known(kept, question, answer)


def _known(answers: _Answers, question: Hashable, answer: Callable[[], T]) -> T:
    if question not in answers.known:
        answers.known[question] = answer()
    kept: T = answers.known[question]
    return kept

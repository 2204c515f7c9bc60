"""What a request reads once: answers kept for the length of one page that changes nothing."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("remembered answers", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Keep answers until the block ends; only around what changes nothing, or an answer may be out of date."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def remembered(question: Hashable, answer: Callable[[], T]) -> T:
    """The answer given before to this question, or a new one; always a new one outside `remembering()`."""
    answers = _answers.get()
    if answers is None:
        return answer()
    if question not in answers:
        answers[question] = answer()
    kept: T = answers[question]
    return kept

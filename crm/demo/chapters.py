"""The demo world: each app tells its part, in an order, through its own domain actions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.db import connection, transaction

SEED = 20_260_401
LOCK = 7_360_114  # of this command among advisory locks; any number that nobody else takes


@dataclass
class Demo:
    """What the chapters share: chance from a fixed seed, and the people who act, by role."""

    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - a story, not keys
    people: dict[str, Any] = field(default_factory=dict)
    # Said at the end, such as the login to use.
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the story. `is_told` says whether there is anything of its kind already: then it is left out."""

    position: int
    is_told: Callable[[], bool]
    tell: Callable[[Demo], None]
    # Called where the chapter is told already, for what later chapters need of it.
    recall: Callable[[Demo], None] | None = None


_chapters: list[Chapter] = []


def register_chapter(chapter: Chapter) -> None:
    """Add a chapter; called in `ready()`."""
    _chapters.append(chapter)


def tell_story() -> Demo:
    """Tell every chapter that is not told yet, in one transaction; two at once take turns."""
    demo = Demo()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        for chapter in sorted(_chapters, key=lambda each: each.position):
            if not chapter.is_told():
                chapter.tell(demo)
            elif chapter.recall is not None:
                chapter.recall(demo)
    return demo

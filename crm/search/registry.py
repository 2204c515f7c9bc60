"""What the global search box looks through; each noun's app registers a source."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Hit:
    """One found record, as the box shows it."""

    title: str
    subtitle: str
    url: str
    icon: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class SearchSource:
    """A noun that can be found: `find(user, text, limit)` answers only what the person may see."""

    slug: str
    label: str | Promise
    permission: str
    find: Callable[[Any, str, int], list[Hit]]
    list_url_name: str = ""
    position: int = 100


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of one source."""

    source: SearchSource
    hits: list[Hit]


_sources: dict[str, SearchSource] = {}


def register_source(source: SearchSource) -> None:
    """Make a noun findable; called in `ready()`."""
    _sources[source.slug] = source


def find_everywhere(user: Any, text: str, limit: int = 8) -> list[Found]:
    """What each source the person may use finds, sources with nothing left out."""
    if not text.strip():
        return []
    sources = sorted(_sources.values(), key=lambda source: source.position)
    found = [Found(source, source.find(user, text, limit)) for source in sources if user.has_perm(source.permission)]
    return [each for each in found if each.hits]

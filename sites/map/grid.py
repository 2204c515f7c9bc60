"""The grid of Plus Codes in whole numbers: tiles of any side, what lies in them, and the codes that name them."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, Self

from sites.map.box import Box

UNITS = 8000  # units of the grid in a degree: a ten-digit Plus Code is one unit wide and high
MILLIONTHS = 1_000_000
ROWS, COLUMNS = 180 * UNITS, 360 * UNITS
DIGITS = "23456789CFGHJMPQRVWX"
TO_BASE_20 = str.maketrans(DIGITS, "0123456789abcdefghij")  # as int() reads it
CODE_SIDE = 20  # of a tile that the first eight digits of a code name
JOT = 1e-9  # degrees: what a number with six decimals may lose on its way through binary ones

Run = tuple[int, int, int]  # neighbours in a row of tiles: y, from x, to x


class Tile(NamedTuple):
    """A square of the grid, `side` units wide and high; y counts sides from the South Pole, x eastwards from 180°."""

    side: int
    y: int
    x: int

    @classmethod
    def at(cls, latitude: int, longitude: int, side: int) -> Self:
        """The tile of a point in millionths of a degree; 180° lies with −180°."""
        y, x = (
            (millionths + turn * MILLIONTHS) * UNITS // MILLIONTHS
            for millionths, turn in ((latitude, 90), (longitude, 180))
        )
        return cls(side, min(y, ROWS - 1) // side, x % COLUMNS // side)

    @classmethod
    def named(cls, code: str) -> Self:
        """The tile of the first four, six, eight or all ten digits of a code."""
        digits = code.replace("+", "").translate(TO_BASE_20)
        return cls(20 ** (5 - len(digits) // 2), int(digits[::2], 20), int(digits[1::2], 20))

    def within(self, side: int) -> Self:
        """The tile of a larger side that it lies in."""
        return type(self)(side, self.y * self.side // side, self.x * self.side // side)

    @property
    def code(self) -> str:
        """The first eight digits of the codes in a tile of CODE_SIDE."""
        return "".join(map("".join, zip(_digits(self.y), _digits(self.x), strict=True)))

    @property
    def box(self) -> Box:
        """Where it is, in degrees."""
        side = self.side / UNITS
        south, west = self.y * side - 90, self.x * side - 180
        return Box(south, west, south + side, west + side)


@lru_cache(4096)
def _digits(number: int) -> str:
    """Four digits in base 20."""
    return "".join(DIGITS[number // power % 20] for power in (8000, 400, 20, 1))


def runs_in(box: Box, side: int) -> list[Run]:
    """The rows of tiles that hold a box; one across ±180° has two runs in a row."""
    ends = (box.south - JOT, box.north + JOT)
    low, high = (max(0, min(int((degrees + 90) * UNITS), ROWS - 1)) // side for degrees in ends)
    last = COLUMNS // side - 1
    across = [
        (max(0, int((west - JOT + 180) * UNITS) // side), min(int((east + JOT + 180) * UNITS) // side, last))
        for west, east in box.longitudes
    ]
    if box.east == 180 and box.west != -180:
        across.append((0, 0))  # 180° lies with −180°
    return [(y, west, east) for y in range(low, high + 1) for west, east in across]


def runs_of(tiles: Iterable[Tile], side: int) -> list[Run]:
    """The runs of smaller tiles that fill some tiles of one size; neighbours make one run."""
    rows: list[Run] = []
    times = 1
    for tile in sorted(tiles, key=lambda each: (each.y, each.x)):
        times = tile.side // side
        if rows and rows[-1][0] == tile.y and rows[-1][2] + 1 == tile.x:
            rows[-1] = (tile.y, rows[-1][1], tile.x)
        else:
            rows.append((tile.y, tile.x, tile.x))
    return [(y * times + part, west * times, (east + 1) * times - 1) for y, west, east in rows for part in range(times)]


def tiles_of(runs: Iterable[Run], side: int) -> Iterator[Tile]:
    """Every tile of some runs."""
    return (Tile(side, y, x) for y, west, east in runs for x in range(west, east + 1))

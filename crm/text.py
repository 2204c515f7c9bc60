"""Text on its way in and out: as people search it, as a database holds it, as a number, as a spreadsheet's cell."""

import re
import unicodedata

# Letters that Unicode does not take apart; `crm_fold` in the database holds the same list.
LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h"}
_TABLE = str.maketrans(LETTERS)
_MARKS = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """Lower case without accents: `Gonçalves` → `goncalves`, `Straße` → `strasse`.

    The same as the SQL function `crm_fold`, so a folded term can be compared with a folded column.
    """
    lowered = unicodedata.normalize("NFKC", text).lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", lowered)).translate(_TABLE)


def digits(text: str) -> str:
    """Only the decimal digits of a text, as phone numbers are compared."""
    return re.sub(r"[^0-9]", "", text)


def whole_number(text: str, *, at_most: int = 18) -> int | None:
    """The number that somebody else's ASCII digits say; None for all else and for more than `at_most` of them.

    Eighteen fit into every key of the database, nine into a version or the number of a page.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= at_most else None


def clean(text: str) -> str:
    """A text PostgreSQL can hold: no NUL, no lone surrogates, one kind of line end."""
    without_nul = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    return without_nul if without_nul.isascii() else without_nul.encode("utf-8", "ignore").decode("utf-8")


# A spreadsheet takes a cell that begins like this for a formula, and a formula can send data away.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_STARTS = frozenset("'=+-@\t\r")


def escape_formula(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: `=1+1` → `'=1+1`; `unescape_formula` gives it back."""
    return f"'{text}" if text[:1] in _STARTS and _FORMULA.match(text) else text


def unescape_formula(text: str) -> str:
    """The text that was exported: `'=1+1` → `=1+1`. A plain apostrophe, as in `'t Hof`, stays."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) else text

"""From what somebody typed to a condition on a searched column."""

import re

from django.db.models import Q

from crm.text import clean, digits, fold

WORDS_AT_MOST = 8  # what follows narrows nothing and would cost an index scan each
_NUMBER = re.compile(r"[+()\d][\d\s().\-/]{2,}")


def words(text: str) -> list[str]:
    """The folded words to look for; a phone or number typed with blanks counts as one word."""
    text = clean(text).strip()
    if _NUMBER.fullmatch(text) and len(digits(text)) >= 3:
        return [digits(text).lstrip("0") or "0"]
    return fold(text).split()[:WORDS_AT_MOST]


def matches(column: str, text: str) -> Q:
    """Rows whose folded column contains every word of the text; an empty text matches all.

    What looks like a number may be a phone, kept as digits, or a reference, kept as it is written.
    """
    as_typed = fold(clean(text)).split()[:WORDS_AT_MOST]
    found = words(text)
    return _all(column, found) if found == as_typed else _all(column, found) | _all(column, as_typed)


def _all(column: str, wanted: list[str]) -> Q:
    condition = Q()
    for word in wanted:
        condition &= Q(**{f"{column}__contains": word})
    return condition

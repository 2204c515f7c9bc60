"""Which encoding a file is written in."""

import re
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.errors import DomainError

SAMPLE = 1024 * 1024  # bytes that decide where UTF-8 does not

# What spreadsheets write, in the order people meet it; the page offers them when the guess was wrong.
ENCODINGS = {
    "utf-8-sig": "UTF-8",
    "cp1252": gettext_lazy("Western Europe (Windows 1252)"),
    "iso8859_15": gettext_lazy("Western Europe (ISO 8859-15)"),
    "cp1250": gettext_lazy("Central Europe (Windows 1250)"),
    "cp1251": gettext_lazy("Cyrillic (Windows 1251)"),
    "cp1253": gettext_lazy("Greek (Windows 1253)"),
    "cp1254": gettext_lazy("Turkish (Windows 1254)"),
    "mac_roman": gettext_lazy("Western Europe (Mac)"),
    "cp850": gettext_lazy("Western Europe (DOS)"),
    "utf-16": "UTF-16",
    "utf-16-le": gettext_lazy("UTF-16, little-endian"),
    "utf-16-be": gettext_lazy("UTF-16, big-endian"),
    "cp932": gettext_lazy("Japanese (Shift JIS)"),
    "gb18030": gettext_lazy("Chinese (GB 18030)"),
}

_MARKS = {b"\xff\xfe\x00\x00": None, b"\x00\x00\xfe\xff": None, b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_OTHER_KINDS = {
    b"PK\x03\x04": gettext_lazy("an Excel or OpenDocument workbook, or a ZIP archive"),
    b"\xd0\xcf\x11\xe0": gettext_lazy("an old Excel workbook"),
    b"%PDF": gettext_lazy("a PDF document"),
    b"\x89PNG": gettext_lazy("a picture"),
    b"\xff\xd8\xff": gettext_lazy("a picture"),
    b"GIF8": gettext_lazy("a picture"),
    b"\x1f\x8b": gettext_lazy("a compressed file"),
    b"SQLite format 3": gettext_lazy("a database"),
    b"\x7fELF": gettext_lazy("a program"),
    b"MZ\x90": gettext_lazy("a program"),
}


def recognise_encoding(path: Path) -> str:
    """The name of the encoding, a key of ENCODINGS.

    Raises DomainError for an empty file and for one that is no text.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    if not sample.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise DomainError(_("The file is empty."))
    _refuse_other_kinds(sample)
    for mark, encoding in _MARKS.items():
        if sample.startswith(mark):
            if encoding is None:
                raise DomainError(_("The file is UTF-32, which is not read here. Save it as UTF-8."))
            return encoding
    return _by_zeros(sample) or _by_utf8(path) or _by_letters(sample)


def _refuse_other_kinds(sample: bytes) -> None:
    for start, name in _OTHER_KINDS.items():
        if sample.startswith(start):
            raise DomainError(_("This is %(kind)s, not a CSV file. Save the table as CSV (UTF-8).") % {"kind": name})
    if sample.lstrip()[:1] == b"<" and b"<html" in sample[:2000].lower():
        raise DomainError(_("This is a web page, not a CSV file. Save the table as CSV (UTF-8)."))


def _by_zeros(sample: bytes) -> str | None:
    """UTF-16 without its mark has a zero in every second byte of Latin text; a few zeros are damage."""
    zeros = sample.count(0)
    if zeros * 20 < len(sample):
        return None
    if sample[1::2].count(0) > 0.9 * zeros:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.9 * zeros:
        return "utf-16-be"
    raise DomainError(_("This is no text file. Save the table as CSV (UTF-8)."))


def _by_utf8(path: Path) -> str | None:
    """UTF-8, even where some bytes are damaged: their lines are refused later, the others are good.

    Text in another encoding hardly ever makes a letter of UTF-8 by chance.
    """
    good = bad = 0
    with path.open("rb") as file:
        for line in file:
            if line.isascii():
                continue
            beyond_ascii = re.sub("[\x00-\x7f]", "", line.decode("utf-8", "surrogateescape"))
            broken = len(_BROKEN.findall(beyond_ascii))
            bad += broken
            good += len(beyond_ascii) - broken
    return "utf-8-sig" if bad <= good else None


def _by_letters(sample: bytes) -> str:
    """The encoding whose letters look least odd; the first of equals, so Windows 1252 where nothing tells.

    Detection libraries go by the language, and a customer list has none: on names and towns
    charset-normalizer takes French for Central European.
    """
    text = {encoding: sample.decode(encoding, "replace") for encoding in _GUESSED}
    return min(_GUESSED, key=lambda encoding: sum(len(odd.findall(text[encoding])) for odd in _ODD))


_BROKEN = re.compile("[\udc80-\udcff]")
_GUESSED = ("cp1252", "cp1250", "cp1251", "cp1253", "mac_roman", "cp850")
_ODD = [
    re.compile("[\ufffd\x80-\x9f]"),  # bytes without a meaning
    re.compile("(?<=[a-z])[\u0370-\u04ff]|[\u0370-\u04ff](?=[A-Za-z])"),  # two scripts in a word
    re.compile("(?<=[a-z])[\xc0-\xd6\xd8-\xde\u0141\u0160\u017d\u0178]"),  # a capital after a small letter
    re.compile("(?<=[\u03ac-\u03ce\u0430-\u044f])[\u0386-\u03ab\u0410-\u042f]"),
    re.compile("[\xa1-\xbf](?=[a-z])|(?<=[a-z])[\xa1-\xb6\xb8-\xbf\u201a-\u25ff]"),  # a sign beside a letter
    re.compile("(?<=[\xc0-\u024f])[\xc0-\u024f](?=[\xc0-\u024f])"),  # three accented letters in a row
]

"""Sixty files as they come in: each with what must be said about it, or how many lines are good."""

import codecs
from dataclasses import dataclass

HEADER = "id,name,city\n"
GOOD = HEADER + "1,Ada,Paris\n2,Zoë,Besançon\n"
SEMICOLONS = GOOD.replace(",", ";")
QUOTED = 'id,name,city\n1,"Ada, Countess","Paris\nCedex"\n2,"Zoë ""Z"" K",Lyon\n'


@dataclass(frozen=True, slots=True)
class Damaged:
    """A file: `good` lines are importable, `bad` ones are refused with `says`; a whole file refused has no counts."""

    name: str
    content: bytes
    good: int = 0
    bad: int = 0
    says: str = ""


def _text(name: str, text: str, good: int = 0, bad: int = 0, says: str = "", encoding: str = "utf-8") -> Damaged:
    return Damaged(name, text.encode(encoding), good, bad, says)


ENCODINGS = [
    _text("utf-8", GOOD, 2),
    _text("utf-8 with mark", GOOD, 2, encoding="utf-8-sig"),
    _text("utf-16 with mark", GOOD, 2, encoding="utf-16"),
    _text("utf-16 big-endian with mark", "\ufeff" + GOOD, 2, encoding="utf-16-be"),
    _text("utf-16 without mark", GOOD, 2, encoding="utf-16-le"),
    _text("utf-16 big-endian without mark", GOOD, 2, encoding="utf-16-be"),
    _text("utf-32", GOOD, says="UTF-32", encoding="utf-32"),
    _text("windows-1252", GOOD, 2, encoding="cp1252"),
    _text("latin-1", GOOD, 2, encoding="latin-1"),
    _text("mac", GOOD, 2, encoding="mac_roman"),
    _text("dos", GOOD, 2, encoding="cp850"),
    _text("central europe", HEADER + "1,Łukasz Wójcik,Łódź\n2,František,Plzeň\n", 2, encoding="cp1250"),
    _text("cyrillic", HEADER + "1,Анна Иванова,Москва\n2,Пётр,Казань\n", 2, encoding="cp1251"),
    Damaged("utf-8 with one broken letter", GOOD.encode() + b"3,Fran\xe7ois,Paris\n", 2, 1, "cannot be read"),
    Damaged(
        "windows-1252 with an undefined byte", GOOD.encode("cp1252") + b"3,A\x81da,Paris\n", 2, 1, "cannot be read"
    ),
    Damaged("utf-16 cut in a letter", GOOD.encode("utf-16") + b"3", 2, 1),
    Damaged("utf-8 cut in a letter", GOOD.encode() + b"3,Zo\xc3", 2, 1, "cannot be read"),
    _text("a replacement letter", HEADER + "1,Fran\ufffdois,Paris\n", 0, 1, "cannot be read"),
    _text("mark in the middle", HEADER + "1,A\ufeffda,Paris\n", 1),
    _text("emoji and right to left", HEADER + "1,👩‍🚀 Ada,תל אביב\n2,\u202eadA,القاهرة\n", 2),
]
SEPARATORS = [
    _text("semicolons", SEMICOLONS, 2),
    _text("tabs", GOOD.replace(",", "\t"), 2),
    _text("bars", GOOD.replace(",", "|"), 2),
    _text("semicolons with commas inside", 'id;name;city\n1;"Ada, C.";a,b,c\n2;Bob, Jr.;d,e\n', 2),
    _text("excel's own first line", "sep=;\n" + SEMICOLONS, 2),
    _text("one column", "name\nAda\nBob\n", 2),
    _text("carriage returns alone", GOOD.replace("\n", "\r"), 2),
    _text("windows line ends", GOOD.replace("\n", "\r\n"), 2),
    _text("mixed line ends", "id,name,city\r\n1,Ada,Paris\r2,Bob,Lyon\n", 2),
    _text("no line end at the end", GOOD.rstrip("\n"), 2),
]
QUOTES = [
    _text("quotes, commas and line ends inside", QUOTED, 2),
    _text("a quote never closed", GOOD + '3,"Eve,Paris\n4,Max,Lyon\n', 3, 1, "never closed"),
    _text("a quote closed too early", GOOD + '3,"Eve" Smith,Paris\n4,Max,Lyon\n', 3, 1, "quotes in this line"),
    _text(
        "a quote never closed in a long file", GOOD + '3,"Eve,Paris\n' + "4,Max,Lyon\n" * 24_500, 0, 0, "never closed"
    ),
    _text("a quote inside a plain cell", GOOD + '3,O"Neill 5" disk,Paris\n', 3),
    _text("everything quoted", '"id","name","city"\n"1","Ada","Paris"\n', 1),
    _text("a header with an open quote", '"id,name,city\n1,Ada,Paris\n', says="column names"),
    _text("single quotes", "id,name,city\n1,'Ada',Paris\n", 1),
]
SHAPES = [
    _text("a cell too few", GOOD + "3,Eve\n", 2, 1, "has 2 cells where the header has 3"),
    _text("a cell too many", GOOD + "3,Eve,Paris,France\n", 2, 1, "has 4 cells where the header has 3"),
    _text("empty cells too many", GOOD + "3,Eve,Paris,,,\n", 3),
    _text("empty columns after the header", "id,name,city,,\n1,Ada,Paris,,\n", 1),
    _text("blank lines between", "id,name,city\n\n1,Ada,Paris\n\n\n2,Bob,Lyon\n,,\n", 2),
    _text("header only", HEADER, says="no lines below"),
    _text("header only, no line end", HEADER.strip(), says="no lines below"),
    _text("empty", "", says="empty"),
    _text("blanks only", " \n\t\n\r\n", says="empty"),
    Damaged("mark only", codecs.BOM_UTF8, says="empty"),
    _text("the same column twice", "name,name,city\nAda,Eve,Paris\n", 1),
    _text("a column without a name", "id,,name\n1,x,Ada\n", 1),
    _text("columns nobody knows", "alpha,beta\n1,2\n", says="at least one column"),
    _text("a thousand columns", ",".join(f"c{n}" for n in range(1000)) + "\n1\n", says="more than 500 columns"),
]
CELLS = [
    _text("a cell of 200 kB", GOOD + f"3,{'x' * 200_000},Paris\n", 2, 1, "at most 200 fit"),
    _text("a cell of 1 MB", GOOD + f"3,{'x' * 2**20},Paris\n", 2, 1, "longer than"),
    _text("a line without an end", HEADER + "x" * (9 * 2**20), says="line ends are missing"),
    Damaged("a zero byte", GOOD.encode() + b"3,A\x00da,Paris\n", 2, 1, "zero bytes"),
    _text(
        "hostile cells", HEADER + "1,<script>alert(1)</script>,{{7*7}}\n2,=cmd|' /C calc'!A0,'; DROP TABLE x;--\n", 2
    ),
]
OTHER_KINDS = [
    Damaged("a workbook", b"PK\x03\x04" + bytes(200), says="Save the table as CSV"),
    Damaged("a picture", b"\x89PNG\r\n\x1a\n" + bytes(200), says="a picture"),
    Damaged("a picture with a table behind it", b"GIF89a" + GOOD.encode(), says="a picture"),
    Damaged("random bytes", bytes(range(256)) * 40, says=""),
    _text("a web page", "<!DOCTYPE html><html><body><table></table></body></html>", says="web page"),
    Damaged("zeros", bytes(5000), says="empty"),
]
FILES = [*ENCODINGS, *SEPARATORS, *QUOTES, *SHAPES, *CELLS, *OTHER_KINDS]

"""What is typed is folded in Python, what is searched in the database: both must fold alike."""

from itertools import chain

import pytest
from django.db import connection

from crm.text import fold

LETTERS = [
    chr(code) for code in chain(range(0x20, 0x250), range(0x370, 0x530), range(0x1E00, 0x1F00), range(0x5D0, 0x650))
]
# Letters that Python lowers by a rule of their own, and databases by the next letter or their C library
BY_CONTEXT = {"İ", "Σ"}


@pytest.mark.django_db
def test_database_folds_every_letter_of_our_scripts_as_python_does() -> None:
    letters = [letter for letter in LETTERS if letter.isprintable() and letter not in BY_CONTEXT]
    with connection.cursor() as cursor:
        cursor.execute("SELECT letter, crm_fold(letter) FROM unnest(%s::text[]) AS letter", [letters])
        assert {letter: folded for letter, folded in cursor.fetchall() if folded != fold(letter)} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "ACME Ltd", "Gonçalves & Ærø", "STRAßE 9", "Łódź, ul. Ñuñoa", "ﬁbre ①", "Ｎｅｔ"])
def test_database_folds_whole_texts_as_python_does(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT crm_fold(%s), crm_fold(%s || ' ' || %s)", [text, text, text])
        assert cursor.fetchone() == (fold(text), f"{fold(text)} {fold(text)}")


@pytest.mark.django_db
def test_nothing_folds_to_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT crm_fold(NULL)")
        assert cursor.fetchone() == (None,)

"""Plus Codes: the library, the database and the published vectors agree."""

import csv
import math
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from openlocationcode import openlocationcode as olc

from sites import pluscodes

VECTORS = Path(settings.BASE_DIR).parent / "shared" / "data" / "olc"
needs_vectors = pytest.mark.skipif(
    not VECTORS.exists(), reason="the Open Location Code vectors are not beside the project"
)


def rows(name: str) -> list[list[str]]:
    with (VECTORS / name).open() as lines:
        return [row for row in csv.reader(lines) if row and not row[0].startswith("#")]


def in_database(pairs: list[tuple[Decimal, Decimal]]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sites_plus_code(a, b)"
            " FROM unnest(%s::numeric[], %s::numeric[]) WITH ORDINALITY AS t(a, b, n) ORDER BY n",
            [[pair[0] for pair in pairs], [pair[1] for pair in pairs]],
        )
        return [row[0] for row in cursor.fetchall()]


@needs_vectors
@pytest.mark.feature("F046", "F052")
def test_every_published_code_is_encoded_and_decoded_alike() -> None:
    for latitude, longitude, _lat, _lng, length, code in rows("encoding.csv"):
        assert olc.encode(float(latitude), float(longitude), int(length)) == code
    for code, length, *box in rows("decoding.csv"):
        area = olc.decode(code)
        found = (area.latitudeLo, area.longitudeLo, area.latitudeHi, area.longitudeHi)
        assert area.codeLength == int(length)
        assert found == pytest.approx([float(edge) for edge in box], abs=1e-9)
    for code, valid, short, full in rows("validityTests.csv"):
        found_ = [olc.isValid(code), olc.isShort(code), olc.isFull(code)]
        assert found_ == [word == "true" for word in (valid, short, full)], code
    for code, latitude, longitude, short, kind in rows("shortCodeTests.csv"):
        if kind in "BS":
            assert olc.shorten(code, float(latitude), float(longitude)) == short
        if kind in "BR":
            assert pluscodes.recover(short, float(latitude), float(longitude)) == code


@needs_vectors
@pytest.mark.django_db
@pytest.mark.feature("F052")
def test_the_database_derives_the_code_the_library_gives() -> None:
    points = [(Decimal(row[0]), Decimal(row[1])) for row in rows("encoding.csv")]
    stored = [(a.quantize(Decimal("0.000001")), b.quantize(Decimal("0.000001"))) for a, b in points]
    stored = [pair for pair in stored if pluscodes.in_range(*pair)]
    assert len(stored) > 200
    assert in_database(stored) == [pluscodes.encode(*pair) for pair in stored]


@pytest.mark.django_db
@pytest.mark.feature("F053")
def test_the_worked_example_has_the_code_of_its_coordinates() -> None:
    point = (Decimal("51.5074"), Decimal("-0.1278"))
    assert in_database([point]) == ["9C3XGV4C+XV"]
    assert pluscodes.encode(*point, pluscodes.PRECISE_DIGITS) == "9C3XGV4C+XV8"


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, 1e12, 180.000001])
def test_a_longitude_that_would_hang_the_encoder_is_refused_first(value: float) -> None:
    with pytest.raises(pluscodes.NotACode):
        pluscodes.encode(0, value)


@pytest.mark.parametrize("text", ["8FVC0000+", "GV4C+XV", "", "9C3XGV4CXV", "hello+you", "Ω"])
def test_what_is_no_full_code_is_refused_in_words(text: str) -> None:
    with pytest.raises(pluscodes.NotACode):
        pluscodes.decode(text)


def test_a_code_typed_in_lower_case_with_blanks_is_read() -> None:
    assert pluscodes.decode(" 9c3xgv4c+xv ") == (Decimal("51.507438"), Decimal("-0.127812"))
